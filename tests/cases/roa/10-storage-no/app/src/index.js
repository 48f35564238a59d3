import Redis from "ioredis";

const redis = new Redis(process.env.REDIS_URL);

export async function run() {
  await redis.get("a");
  await redis.set("a", 1);
}

run();
