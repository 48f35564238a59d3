export function StatusBadge({ status }: { status?: string }) {
  return <span className={`badge badge-${status ?? 'none'}`}>{status ?? 'undecided'}</span>;
}
