/** The parts of Atlassian's client library that we use. */
interface ConnectClient {
  context: { getToken(callback: (token: string) => void): void };
  request(options: {
    url: string;
    type?: string;
    success(body: string): void;
    error(xhr: { status: number }): void;
  }): void;
  confluence: {
    getMacroData(callback: (data: Record<string, string> | undefined) => void): void;
    saveMacro(parameters: Record<string, string>): void;
    closeMacroEditor(): void;
  };
  dialog: { disableCloseOnSubmit(): void; getButton(name: string): { bind(handler: () => void): void } };
  events: { on(name: string, handler: () => void): void };
  resize(width?: string, height?: string): void;
}

declare const AP: ConnectClient;

export const getToken = (): Promise<string> => new Promise((resolve) => AP.context.getToken(resolve));

/** Reads from Confluence as the user who looks at the page. */
export function requestConfluence<T>(url: string): Promise<T> {
  return new Promise((resolve, reject) => {
    AP.request({
      url,
      success: (body) => resolve(JSON.parse(body) as T),
      error: (xhr) => reject(new Error(`Confluence answered ${xhr.status}.`)),
    });
  });
}

export const getMacroData = (): Promise<Record<string, string>> =>
  new Promise((resolve) => AP.confluence.getMacroData((data) => resolve(data ?? {})));

export function onSubmit(handler: () => void): void {
  AP.dialog.disableCloseOnSubmit();
  AP.dialog.getButton('submit').bind(handler);
}

export function saveMacro(parameters: Record<string, string>): void {
  AP.confluence.saveMacro(parameters);
  AP.confluence.closeMacroEditor();
}

export const fit = (): void => AP.resize();
