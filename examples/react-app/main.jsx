import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'ropescope/elements';

function App() {
  const [length, setLength] = useState(256);
  const [shown, setShown] = useState(true);
  return (
    <>
      <h1>Longer than it was trained for</h1>
      <label>
        Length{' '}
        <input
          type="range"
          min="128"
          max="512"
          step="64"
          value={length}
          onChange={(event) => setLength(event.target.value)}
        />
      </label>
      <button type="button" onClick={() => setShown(!shown)}>
        {shown ? 'Hide' : 'Show'}
      </button>
      {shown && <rope-figure kind="loss" base="./" length={length} methods="rope yarn" />}
    </>
  );
}

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
