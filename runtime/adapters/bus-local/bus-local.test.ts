// The local bus under the suite of its port.
import { liveBusConformance } from '#runtime/ports/live-bus.conformance.ts';
import { createLocalBus } from './bus-local.ts';

liveBusConformance('The local bus', createLocalBus);
