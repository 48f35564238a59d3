import { exec as start, spawn } from 'child_process';
import { promisify } from 'util';

const exec = promisify(start);

export const run = async (opts: { fullUrl: string; proxy?: string }) => {
  const proxy = opts.proxy ? ` -x "${opts.proxy}" ` : '';
  const line = `curl -s ${proxy} '${opts.fullUrl}'`;
  await exec(line);
  await exec('git log');
  spawn('curl', ['-s', 'https://spawned.example.com/x']);
};

run({ fullUrl: 'https://api.example.com/a', proxy: 'https://proxy.example.com' });
run({ fullUrl: `${process.env.HUB}/b` });
