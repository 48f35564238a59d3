import { kvs } from "@forge/kvs";

export async function run() {
  await kvs.set("a", 1);
}
