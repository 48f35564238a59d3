import { useEffect, useState } from 'react';
import { fit } from '../ap';

interface State<T> {
  value?: T;
  problem?: string;
  setValue(value: T): void;
}

/** Loads once, and tells Confluence about the new height. */
export function useAsync<T>(load: () => Promise<T>): State<T> {
  const [value, setValue] = useState<T>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    load().then(setValue, (error: Error) => setProblem(error.message));
  }, []);
  useEffect(fit, [value, problem]);
  return { value, problem, setValue };
}
