export function go() {
  window.open(help);
}
