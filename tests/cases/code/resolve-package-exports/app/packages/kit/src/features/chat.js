import { call } from '#http/call';
import cfg from '#cfg';
export const chat = () => call(cfg.chat);
