import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { loadDecision, saveDecision, Status } from './api';
import { StatusBadge } from './components/StatusBadge';
import { useAsync } from './components/useAsync';

interface Props {
  pageId: string;
  statuses: Status[];
}

function Byline({ pageId, statuses }: Props) {
  const { value: decision, problem, setValue } = useAsync(() => loadDecision(pageId));
  const [note, setNote] = useState('');
  const [refused, setRefused] = useState('');

  const change = async (status: Status) => {
    try {
      setValue(await saveDecision(pageId, { status, note }));
      setRefused('');
    } catch (error) {
      setRefused((error as Error).message);
    }
  };

  if (problem) {
    return <p className="problem">{problem}</p>;
  }
  return (
    <div>
      <p>
        <StatusBadge status={decision?.status} /> <span id="note">{decision?.note}</span>
      </p>
      <input name="note" value={note} placeholder="Why?" onChange={(e) => setNote(e.target.value)} />
      {statuses
        .filter((status) => status !== decision?.status)
        .map((status) => (
          <button key={status} type="button" data-status={status} onClick={() => change(status)}>
            {status}
          </button>
        ))}
      {refused && <p className="problem">{refused}</p>}
    </div>
  );
}

const root = document.getElementById('root') as HTMLElement;
const { pageId = '', statuses = '' } = root.dataset;
createRoot(root).render(<Byline pageId={pageId} statuses={statuses.split(',') as Status[]} />);
