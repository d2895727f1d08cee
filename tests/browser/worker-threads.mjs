// What the kernel says of threads: those of this process, and those that run workers of the browsers that it has started. Linux.
import { readdirSync, readFileSync } from 'node:fs';

const read = (how, otherwise) => {
  try {
    return how();
  } catch {
    return otherwise; // it has just ended
  }
};
const parentOf = (id) => read(() => readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1).split(' ')[1], '0');

function isOurs(id) {
  for (let at = id; at !== '0' && at !== '1'; at = parentOf(at)) if (at === String(process.pid)) return true;
  return false;
}

const tasksOf = (id) => read(() => readdirSync(`/proc/${id}/task`), []).map((task) => `/proc/${id}/task/${task}`);
const timeOf = (task) => Number(read(() => readFileSync(`${task}/schedstat`, 'utf8'), '0').split(' ')[0]) / 1e6;
const timesOf = (tasks) => new Map(tasks.map((task) => [task, timeOf(task)]));

/** @returns {Map<string, number>} ms that each has run so far, by its folder */
export function workTimes() {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isOurs(name));
  const isWorker = (task) => read(() => readFileSync(`${task}/comm`, 'utf8'), '').startsWith('DedicatedWorker');
  return timesOf(processes.flatMap(tasksOf).filter(isWorker));
}

/** The same of all threads of this process. */
export const ownWorkTimes = () => timesOf(tasksOf('self'));
