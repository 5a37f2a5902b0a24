// The turns under the chat: press one, or Alt and the arrows, and everything is as it was then.
import { Menu } from '@mantine/core';
import { GitBranch } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { branchOf, forksAt, type RehearsalTree, type Turn } from './rehearsal-tree.ts';

interface Props {
  readonly tree: RehearsalTree;
  readonly onShow: (id: number) => void;
}

export function Timeline({ tree, onShow }: Props) {
  const { t } = useTranslation('rehearsal');
  const list = useRef<HTMLOListElement>(null);
  const branch = branchOf(tree);
  const shown = tree.current;
  useEffect(() => {
    if (shown !== null)
      list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [shown]);
  if (branch.length === 0) return null;
  return (
    <nav className="rh-timeline" aria-label={t('timeline.title')}>
      <ol ref={list}>
        {branch.map((turn, index) => (
          <li key={turn.id}>
            <button
              type="button"
              title={`${turn.said === '' ? t('timeline.start') : turn.said} (Alt+↑ / Alt+↓)`}
              aria-current={turn.id === shown ? 'step' : undefined}
              data-later={shown !== null && turn.id > shown ? '' : undefined}
              onClick={() => onShow(turn.id)}
            >
              {index}
              <span className="td-visually-hidden">{turn.said === '' ? t('timeline.start') : turn.said}</span>
            </button>
            <Branches tree={tree} turn={turn} next={branch[index + 1]} onShow={onShow} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface BranchesProps extends Props {
  readonly turn: Turn;
  readonly next: Turn | undefined;
}

function Branches({ tree, turn, next, onShow }: BranchesProps) {
  const { t } = useTranslation('rehearsal');
  const forks = forksAt(tree, turn.id);
  if (forks.length < 2) return null;
  return (
    <Menu>
      <Menu.Target>
        <button type="button" className="rh-branch" aria-label={t('timeline.branches', { count: forks.length })}>
          <GitBranch size={12} aria-hidden />
          {forks.length}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('timeline.branches', { count: forks.length })}</Menu.Label>
        {forks.map((fork) => (
          <Menu.Item key={fork.id} fw={fork.id === next?.id ? 600 : 400} onClick={() => onShow(fork.id)}>
            {fork.said.slice(0, 40)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
