// Metrics in Prometheus text form, and the counters of turns that the customer API fills.

/** One metric with its samples. Names are stable: dashboards rely on them. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly {
    readonly suffix?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

/** Bounds of the latency histogram, seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const;

/** Turns as the customer API saw them. */
export interface TurnMeter {
  /** One turn: how long it took and whether it was answered. */
  turn(seconds: number, outcome: 'ok' | 'refused' | 'failed'): void;
  stream(change: 1 | -1): void;
  metrics(): readonly Metric[];
}

/** A meter that starts at zero. */
export function createTurnMeter(): TurnMeter {
  const counts = { ok: 0, refused: 0, failed: 0 };
  const buckets = new Array<number>(BOUNDS.length).fill(0);
  let sum = 0;
  let streams = 0;
  return {
    turn(seconds, outcome) {
      counts[outcome] += 1;
      sum += seconds;
      const place = BOUNDS.findIndex((bound) => seconds <= bound);
      if (place >= 0) buckets[place] = (buckets[place] ?? 0) + 1;
    },
    stream(change) {
      streams += change;
    },
    metrics() {
      const total = counts.ok + counts.refused + counts.failed;
      let below = 0;
      const rows = BOUNDS.map((bound, index) => {
        below += buckets[index] ?? 0;
        return { suffix: '_bucket', labels: { le: String(bound) }, value: below };
      });
      return [
        {
          name: 'tandem_turns_total',
          help: 'Customer turns by outcome.',
          type: 'counter',
          samples: Object.entries(counts).map(([outcome, value]) => ({ labels: { outcome }, value })),
        },
        {
          name: 'tandem_turn_seconds',
          help: 'Time from a customer message to its committed answer.',
          type: 'histogram',
          samples: [
            ...rows,
            { suffix: '_bucket', labels: { le: '+Inf' }, value: total },
            { suffix: '_sum', value: sum },
            { suffix: '_count', value: total },
          ],
        },
        { name: 'tandem_streams_open', help: 'Open customer streams.', type: 'gauge', samples: [{ value: streams }] },
      ];
    },
  };
}

/** A gauge with one value. */
export function gauge(name: string, help: string, value: number): Metric {
  return { name, help, type: 'gauge', samples: [{ value }] };
}

/** Memory and age of this process. */
export function processMetrics(): readonly Metric[] {
  const memory = process.memoryUsage();
  return [
    gauge('process_resident_memory_bytes', 'Resident memory.', memory.rss),
    gauge('nodejs_heap_used_bytes', 'Used heap.', memory.heapUsed),
    gauge('process_uptime_seconds', 'Age of the process.', Math.round(process.uptime())),
  ];
}

/** The exposition text. */
export function renderMetrics(metrics: readonly Metric[]): string {
  const lines = metrics.flatMap(({ name, help, type, samples }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(({ suffix = '', labels, value }) => `${name}${suffix}${labelText(labels)} ${value}`),
  ]);
  return `${lines.join('\n')}\n`;
}

function labelText(labels: Readonly<Record<string, string>> | undefined): string {
  if (labels === undefined) return '';
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `{${pairs.join(',')}}`;
}
