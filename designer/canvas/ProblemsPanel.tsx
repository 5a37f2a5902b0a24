// What is wrong with the flow, live: press an entry and the step opens with the cursor in the field.
import { ActionIcon } from '@mantine/core';
import { CircleAlert, CircleCheck, TriangleAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { displayName, nodeById } from '../document/graph.ts';
import { useDocument, useEditor, useEditorState } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { useCanvasActions } from './canvas-context.ts';
import { MendButtons } from './MendButtons.tsx';
import { selectNodes, useView, useViewStore } from './view-store.ts';

export function ProblemsPanel() {
  const { t } = useTranslation('canvas');
  const view = useViewStore();
  const actions = useCanvasActions();
  const problems = useView((state) => state.problems);
  const errors = problems.filter((problem) => problem.severity === 'error');
  const warnings = problems.filter((problem) => problem.severity === 'warning');
  return (
    <section className="fc-problems" aria-label={t('problems.title')}>
      <header>
        <h2>{t('problems.title')}</h2>
        <span role="status">
          {errors.length > 0 && t('problems.errors_count', { count: errors.length })}
          {errors.length > 0 && warnings.length > 0 && ' · '}
          {warnings.length > 0 && t('problems.warnings_count', { count: warnings.length })}
        </span>
        <ActionIcon
          aria-label={t('problems.close')}
          onClick={() => {
            view.setState({ problemsOpen: false });
            actions.focusCanvas();
          }}
        >
          <X size={16} aria-hidden />
        </ActionIcon>
      </header>
      {problems.length === 0 && (
        <p className="fc-problems-none">
          <CircleCheck size={16} aria-hidden /> {t('problems.none')} <span>{t('problems.noneHint')}</span>
        </p>
      )}
      <div className="fc-problems-body">
        <ProblemGroup title={t('problems.errors')} problems={errors} />
        <ProblemGroup title={t('problems.warnings')} problems={warnings} />
      </div>
    </section>
  );
}

function ProblemGroup({ title, problems }: { readonly title: string; readonly problems: readonly FlowProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {problems.map((problem, index) => (
          <ProblemRow key={`${problem.code} ${problem.node} ${problem.field} ${index}`} problem={problem} />
        ))}
      </ul>
    </>
  );
}

function ProblemRow({ problem }: { readonly problem: FlowProblem }) {
  const { types } = useEditor();
  const document = useDocument();
  const view = useViewStore();
  const actions = useCanvasActions();
  const readOnly = useEditorState((state) => state.readOnly);
  const { t } = useTranslation('canvas');
  const locale = currentLocale();
  const node = problem.node === null ? undefined : nodeById(document, problem.node);
  const Icon = problem.severity === 'error' ? CircleAlert : TriangleAlert;
  const where = node === undefined ? t('problems.flow') : displayName(types, node, locale);
  return (
    <li>
      <button
        type="button"
        data-severity={problem.severity}
        onClick={() => {
          if (node === undefined) {
            view.setState({ panel: panelFor(problem) });
            return;
          }
          selectNodes(view, [node.id]);
          actions.reveal(node.id);
          view.setState((state) => ({
            focus: { node: node.id, field: problem.field ?? null, nonce: (state.focus?.nonce ?? 0) + 1 },
          }));
        }}
      >
        <Icon size={16} aria-hidden />
        <span>
          {!problem.message[locale].includes(where) && <span className="fc-problem-where">{where}</span>}
          {problem.message[locale]}
          {problem.fix[locale] !== '' && <span className="fc-problem-fix">{problem.fix[locale]}</span>}
        </span>
      </button>
      {!readOnly && <MendButtons problem={problem} />}
    </li>
  );
}

/** A problem of the whole flow opens the panel that can mend it. */
function panelFor(problem: FlowProblem): 'intents' | 'variables' | 'settings' {
  if (/INTENT/i.test(problem.code)) return 'intents';
  return /VARIABLE/i.test(problem.code) ? 'variables' : 'settings';
}
