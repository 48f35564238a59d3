import { useState } from 'preact/hooks';

const BASE = 'https://editor.example.com';

export function S() {
  const [url, setUrl] = useState('');
  const [own, setOwn] = useState('/own');
  const open = () => {
    setUrl(`${BASE}/edit`);
    setOwn('/other');
  };
  return <div onClick={open}><iframe src={url} /><iframe src={own} /></div>;
}
