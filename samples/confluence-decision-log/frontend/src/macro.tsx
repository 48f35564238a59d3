import { createRoot } from 'react-dom/client';
import { requestConfluence } from './ap';
import { loadRecent } from './api';
import { StatusBadge } from './components/StatusBadge';
import { useAsync } from './components/useAsync';

interface Row {
  id: string;
  title: string;
  history: { createdBy: { displayName: string } };
  metadata: { properties: { decision?: { value: { status: string; note: string } } } };
  _links: { webui: string };
}

interface Props {
  spaceKey: string;
  label: string;
  limit: number;
  showOwner: boolean;
}

const search = ({ spaceKey, label, limit }: Props) => {
  const cql = `type = page and space = "${spaceKey}" and label = "${label}" order by created desc`;
  return (
    `/rest/api/content/search?cql=${encodeURIComponent(cql)}&limit=${limit}` +
    '&expand=metadata.properties.decision,history'
  );
};

function DecisionList(props: Props) {
  const { value, problem } = useAsync(() =>
    Promise.all([requestConfluence<{ results: Row[] }>(search(props)), loadRecent('accepted')])
  );
  if (problem) {
    return <p className="problem">{problem}</p>;
  }
  if (!value) {
    return <p>Loading…</p>;
  }
  const [{ results }, { recent, total }] = value;
  if (results.length === 0) {
    return <p>No page of this space has the label “{props.label}”.</p>;
  }
  return (
    <>
      <table>
        <thead>
          <tr>
            <th>Decision</th>
            <th>State</th>
            {props.showOwner && <th>By</th>}
          </tr>
        </thead>
        <tbody>
          {results.map((row) => (
            <tr key={row.id} id={`decision-${row.id}`}>
              <td title={row.metadata.properties.decision?.value.note}>{row.title}</td>
              <td>
                <StatusBadge status={row.metadata.properties.decision?.value.status} />
              </td>
              {props.showOwner && <td>{row.history.createdBy.displayName}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="summary">
        {recent.length} of the last {total} were accepted.
      </p>
    </>
  );
}

const root = document.getElementById('root') as HTMLElement;
const { spaceKey = '', label = '', limit = '10', showOwner } = root.dataset;
createRoot(root).render(
  <DecisionList spaceKey={spaceKey} label={label} limit={Number(limit)} showOwner={showOwner === 'true'} />
);
