// tandem flow xstate: the machine of a flow as plain XState JSON.
import { exportXState } from '#nodes/flow/export-xstate.ts';
import { playableFlow } from './checked-flow.ts';
import { EXIT, firstOperand, type Command } from './command.ts';
import { readFlowFile } from './flow-file.ts';
import { nodePacksOf } from './node-packs.ts';

export const flowXState: Command = {
  name: 'flow xstate',
  usage: 'FILE',
  summary: { 'zh-CN': '输出 XState 状态机的 JSON', en: 'Prints the plain XState machine config' },
  operands: [1, 1],
  async run(call) {
    const { flow } = await readFlowFile(firstOperand(call));
    call.io.out(
      JSON.stringify(exportXState(playableFlow(flow, call.locale, undefined, await nodePacksOf(call))), null, 2),
    );
    return EXIT.good;
  },
};
