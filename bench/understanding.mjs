// Measures understanding and knowledge search on public data sets, one line a figure with its floor. Test files are the dev files of the sets.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const [data, only] = process.argv.slice(2);
if (data === undefined) {
  console.error('Usage: node bench/understanding.mjs FOLDER_OF_DATA_SETS [PART OF A LINE’S NAME]');
  process.exit(2);
}
const CLI = join(import.meta.dirname, '..', 'dist', 'server', 'cli.js');
const scratch = mkdtempSync(join(tmpdir(), 'tandem-figures-'));
const percent = (share) => (share * 100).toFixed(1);
const thousandths = (share) => share.toFixed(3);
const HELD_OUT_FOLDS = 4;

const of = (set, part) => join(data, set, `${part}.jsonl.gz`);
const rowsOf = (file) =>
  gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));

/** Rows in a file of their own, for what the sets do not hold ready. */
function written(name, rows) {
  const file = join(scratch, `${name}.jsonl`);
  writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  return file;
}

const byOrder = (rows, count) => {
  const seen = new Map();
  return rows.filter(({ intent }) => {
    seen.set(intent, (seen.get(intent) ?? 0) + 1);
    return seen.get(intent) <= count;
  });
};

/** The first ten training sentences of each intent. */
const firstTen = (set) => written(`${set}-10`, byOrder(rowsOf(of(set, 'train')), 10));

const measured = (kind, ...args) =>
  JSON.parse(execFileSync(process.execPath, [CLI, 'eval', kind, ...args, '--json'], { encoding: 'utf8' }));
const intents = (train, test) => measured('intents', '--train', ...[train].flat(), '--test', ...[test].flat());
const moods = (set, train, test) => measured('emotion', '--train', of(set, train), '--test', of(set, test));
const found = (set, passages, questions) =>
  measured('retrieval', '--passages', of(set, passages), '--questions', of(set, questions));

/** Every fourth intent is kept from training in turn; its test sentences are the strangers. */
function heldOut(set) {
  const [train, test] = [rowsOf(of(set, 'train')), rowsOf(of(set, 'dev'))];
  const names = [...new Set(train.map(({ intent }) => intent))].sort();
  const folds = Array.from({ length: HELD_OUT_FOLDS }, (_, fold) => {
    const hidden = new Set(names.filter((_name, at) => at % HELD_OUT_FOLDS === fold));
    const known = train.filter(({ intent }) => !hidden.has(intent));
    const asked = test.map((row) => (hidden.has(row.intent) ? { ...row, intent: 'oos' } : row));
    return intents(written(`${set}-known-${fold}`, known), written(`${set}-asked-${fold}`, asked)).auroc;
  });
  return folds.reduce((sum, auroc) => sum + auroc, 0) / folds.length;
}

const accuracy = (name, floor, train, test) => ({
  name,
  measure: () => {
    const figures = intents(train(), test);
    return [
      [percent(figures.accuracy), floor],
      `${figures.predictMicros} µs, ${figures.trainSeconds} s, ${figures.rssMb} MB`,
    ];
  },
});
const dev = (set) => of(set, 'dev');
const whole = (set) => () => of(set, 'train');
const ten = (set) => () => of(set, 'train_10');

const LINES = [
  {
    name: 'CLINC150 full: accuracy; AUROC; in-scope at the threshold; out-of-scope recall',
    measure: () => {
      const figures = intents(
        [of('clinc150-en', 'train'), of('clinc150-en', 'oos_train')],
        [dev('clinc150-en'), of('clinc150-en', 'oos_dev')],
      );
      return [
        [percent(figures.accuracy), '94.3'],
        [thousandths(figures.auroc), '0.968'],
        [percent(figures.accuracyAtThreshold), '92.5'],
        [percent(figures.oosRecall), '80'],
        `${figures.predictMicros} µs, ${figures.trainSeconds} s, ${figures.rssMb} MB`,
      ];
    },
  },
  accuracy('CLINC150 10-shot', '-', ten('clinc150-en'), dev('clinc150-en')),
  accuracy('BANKING77 full', '91.8', whole('banking77-en'), dev('banking77-en')),
  accuracy('BANKING77 10-shot', '78', ten('banking77-en'), dev('banking77-en')),
  accuracy('HWU64 full', '90.0', whole('hwu64-en'), dev('hwu64-en')),
  accuracy('HWU64 10-shot', '76.5', ten('hwu64-en'), dev('hwu64-en')),
  accuracy('SMP2017 full', '91.2', whole('smp2017-zh'), dev('smp2017-zh')),
  accuracy('SMP2017 10-shot', '80', () => firstTen('smp2017-zh'), dev('smp2017-zh')),
  accuracy('SMP2019 domain.intent full', '91.5', whole('smp2019-nlu-zh'), dev('smp2019-nlu-zh')),
  accuracy('SMP2019 domain.intent 10-shot', '82', () => firstTen('smp2019-nlu-zh'), dev('smp2019-nlu-zh')),
  ...['smp2017-zh', 'banking77-en'].map((set) => ({
    name: `${set}: AUROC of intents held out`,
    measure: () => [[thousandths(heldOut(set)), '0.88']],
  })),
  {
    name: 'EWECT usual: accuracy; macro-F1; AUROC of negative moods',
    measure: () => {
      const figures = moods('ewect-zh', 'usual_train', 'usual_dev');
      return [
        [percent(figures.accuracy), '73.0'],
        [percent(figures.macroF1), '70.0'],
        [thousandths(figures.negativeAuroc), '0.935'],
      ];
    },
  },
  ...['dair-emotion-en', 'waimai-zh'].map((set) => ({
    name: `${set}: accuracy`,
    measure: () => [[percent(moods(set, 'train', 'dev').accuracy), '88.5']],
  })),
  {
    name: 'CMRC2018: R@1',
    measure: () => {
      const figures = found('cmrc2018-zh', 'passages_dev', 'questions_dev');
      return [[percent(figures.recallAt1), '98.0'], `${figures.p50Ms.toFixed(1)} ms`];
    },
  },
  {
    name: 'covid-faq reworded: R@1; R@5',
    measure: () => {
      const figures = found('covid-faq-en', 'faq', 'pairs_dev');
      return [[percent(figures.recallAt1), '54'], [percent(figures.recallAt5), '83'], `n = ${figures.n}`];
    },
  },
];

try {
  console.log(
    `Data: ${basename(dirname(join(data, 'x')))}, dev files; "(at least …)" is the floor for what ships, offline.\n`,
  );
  for (const { name, measure } of LINES.filter(({ name }) => only === undefined || name.includes(only))) {
    const figures = measure().map((figure) =>
      Array.isArray(figure) ? `${figure[0]} (at least ${figure[1]})` : figure,
    );
    console.log(`${name}\n    ${figures.join('; ')}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
