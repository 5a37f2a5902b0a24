// The worker that lays a flow out, off the thread that draws.
import { layOut, type LayoutRequest } from './layout.ts';

self.addEventListener('message', (event: MessageEvent<LayoutRequest>) => {
  self.postMessage(layOut(event.data));
});
