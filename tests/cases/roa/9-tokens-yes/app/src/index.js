export function run() {
  return process.env.GITHUB_API_TOKEN;
}
