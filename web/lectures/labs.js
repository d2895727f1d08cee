/**
 * Slides on which a model is trained: their code comes when one of them is near. Windows that show the same deck show the same
 * trainings: the window where one was begun trains, the others look on and send what is asked there.
 */

/** @typedef {import('../elements/lab/lab.js').Lab} Lab */

const pause = 250; // ms between two tellings of one lab

/**
 * @param {HTMLElement} root
 * @param {string} deck
 * @param {import('./settings.js').View} view
 */
export function bringLabs(root, deck, view) {
  const places = root.querySelectorAll('rope-lab');
  const bring = async () => {
    const { labs } = await import('../elements/lab/rope-lab.js');
    if (view !== 'slides' && view !== 'speaker') return;
    const channel = new BroadcastChannel(`ropescope-lab-${deck}`);
    labs.subscribe((known) => {
      for (const [name, lab] of known) join(name, lab, channel);
    });
  };
  if (view === 'print') {
    if (places.length > 0) void bring(); // all pages are printed, near or not
    return;
  }
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    void bring();
  });
  for (const place of places) watch.observe(place);
}

/** @type {WeakSet<Lab>} */
const joined = new WeakSet();

/** @param {string} name  @param {Lab} lab  @param {BroadcastChannel} channel */
function join(name, lab, channel) {
  if (joined.has(lab)) return;
  joined.add(lab);
  const post = (/** @type {object} */ said) => channel.postMessage({ name, ...said });
  let trains = false; // this window, and the others know it
  let waiting = false;
  const tell = () => {
    waiting = false;
    if (!lab.order) post({ told: lab.told });
  };
  lab.watch(() => {
    const begun = lab.racers.value.some(({ view }) => view.value.step > 0 || view.value.phase === 'running');
    void lab.told;
    if (lab.order) return;
    trains ||= begun;
    if (!trains || waiting) return;
    waiting = true;
    setTimeout(tell, pause);
  });
  channel.addEventListener('message', ({ data }) => {
    if (data.name !== name) return;
    if (data.asked && trains) tell();
    if (data.order && trains) void lab.follow(data.order);
    if (data.told && !trains) {
      lab.order = (...order) => post({ order });
      void lab.show(data.told);
    }
    if (data.gone && lab.order) {
      lab.order = null;
      void lab.reset();
    }
  });
  addEventListener('pagehide', () => trains && post({ gone: true }));
  post({ asked: true });
}
