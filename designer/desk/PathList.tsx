// The steps a conversation took through its flow, in order.
interface Props {
  readonly path: readonly {
    readonly node: string;
    readonly name: string;
    readonly type: string;
    readonly port?: string | undefined;
  }[];
}

export function PathList({ path }: Props) {
  return (
    <ol className="td-path">
      {path.map((step, at) => (
        <li key={at}>
          <span>{step.name === '' ? step.node : step.name}</span>
          {step.port !== undefined && step.port !== 'next' && <small>{step.port}</small>}
        </li>
      ))}
    </ol>
  );
}
