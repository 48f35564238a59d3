import React, { useEffect } from 'react';
import { getToken } from './connect';
declare const AP: any;
export function App() {
  useEffect(() => { AP.resize('100%', '100%'); }, []);
  const go = async () => { const t = await getToken(); await fetch('/api/x', { headers: { Authorization: `JWT ${t}` } }); };
  return <a onClick={() => (window as any).AP.dialog.close()} href="https://help.example.com/x"><img src="https://img.example.com/a.png" />{go}</a>;
}
