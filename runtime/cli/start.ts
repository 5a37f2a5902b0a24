// tandem start: runs the server in this process.
import { serve } from '#runtime/serve.ts';
import type { Command } from './command.ts';

export const start: Command = {
  name: 'start',
  usage: '',
  summary: { 'zh-CN': '启动服务', en: 'Runs the server' },
  operands: [0, 0],
  run: ({ io }) => serve(io.env),
};
