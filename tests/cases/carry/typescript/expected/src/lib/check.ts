import { z } from 'zod';

export const check = (value: unknown) => z.record(z.string()).parse(value);
