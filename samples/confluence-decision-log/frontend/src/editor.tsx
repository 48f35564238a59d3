import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { getMacroData, onSubmit, saveMacro } from './ap';
import { useAsync } from './components/useAsync';

interface Props {
  label: string;
  maxRows: number;
}

function Editor({ label, maxRows }: Props) {
  const { value } = useAsync(getMacroData);
  const [form, setForm] = useState({ label, limit: '10', showOwner: 'true' });
  const [problem, setProblem] = useState('');
  const latest = useRef(form);
  latest.current = form;

  useEffect(() => {
    if (value) {
      setForm((before) => ({ ...before, ...value }));
    }
  }, [value]);

  useEffect(() => {
    onSubmit(() => {
      const { limit } = latest.current;
      if (!/^\d+$/.test(limit) || Number(limit) < 1 || Number(limit) > maxRows) {
        setProblem(`Show 1 to ${maxRows} decisions.`);
        return;
      }
      saveMacro(latest.current);
    });
  }, []);

  return (
    <form>
      <p>
        <label>
          Label <input name="label" value={form.label} onChange={(e) => setForm({ ...form, label: e.target.value })} />
        </label>
      </p>
      <p>
        <label>
          How many <input name="limit" value={form.limit} onChange={(e) => setForm({ ...form, limit: e.target.value })} />
        </label>
      </p>
      <p>
        <label>
          <input
            name="showOwner"
            type="checkbox"
            checked={form.showOwner === 'true'}
            onChange={(e) => setForm({ ...form, showOwner: String(e.target.checked) })}
          />{' '}
          Show who decided
        </label>
      </p>
      {problem && <p className="problem">{problem}</p>}
    </form>
  );
}

const root = document.getElementById('root') as HTMLElement;
createRoot(root).render(<Editor label={root.dataset.label ?? ''} maxRows={Number(root.dataset.maxRows)} />);
