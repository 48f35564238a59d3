export async function onRequestPost({ env, runner }) {
  await env.AI.run('@cf/meta/llama', { prompt: 'x' });
  await runner.run('job');
}
