/** 简体中文：与 en.js 同名，缺一条 tsc 就会报错。 */
import { sayer } from './say.js';
import { cards } from './zh/cards.js';
import { charts } from './zh/charts.js';
import { configTexts } from './zh/config-texts.js';
import { data } from './zh/data.js';
import { figure, kinds } from './zh/elements.js';
import { elsewhere, engines } from './zh/elsewhere.js';
import { axes, labels, sentences } from './zh/figures.js';
import { frame } from './zh/frame.js';
import { home } from './zh/home.js';
import { jsonDetail } from './zh/json.js';
import { lab } from './zh/lab.js';
import { link, within } from './zh/link.js';
import { notes } from './zh/notes.js';
import { own } from './zh/own.js';
import { ownModel } from './zh/own-model.js';
import { pages } from './zh/pages.js';
import { panels } from './zh/panels.js';
import { parts } from './zh/parts.js';
import { problems } from './zh/problems.js';
import { claims, results, tables, yardsticks } from './zh/results.js';
import { settings } from './zh/settings.js';
import { texts } from './zh/texts.js';
import { tune } from './zh/tune.js';
import { methods } from './zh-methods.js';
import { sayings } from './zh-sayings.js';

const say = sayer(sayings);

/** 参数 text 是头文件里的英文句子，换成中文。 @param {import('./say.js').Saying} saying */
function inChinese({ args = {}, path = '', reason }) {
  if (reason === 'json_syntax') return { ...args, detail: jsonDetail(String(args.detail)) };
  const [id = '', key = ''] = path.split('.');
  const known = Object.hasOwn(methods, id) ? methods[id] : undefined;
  const remark = Object.hasOwn(elsewhere, `${id}: ${args.engine}`) ? elsewhere[`${id}: ${args.engine}`] : undefined;
  const text = remark ?? configTexts[args.key] ?? configTexts[args.method] ?? known?.params[key] ?? known?.summary;
  return typeof args.text === 'string' && text ? { ...args, text } : args;
}

/**
 * The heads of pages stand in the documents in English already, and English that one page alone shows comes with that page.
 *
 * @type {Required<import('./en.js').Words> & { pages: typeof pages }}
 */
export const zh = {
  id: 'zh',
  axes,
  cards,
  charts,
  claims,
  data,
  figure,
  frame,
  home,
  kinds,
  lab,
  labels,
  link,
  notes,
  own,
  ownModel,
  pages,
  panels,
  parts,
  problems,
  results,
  sentences,
  settings,
  tables,
  texts,
  tune,
  within,
  yardsticks,
  method: (id) => (Object.hasOwn(methods, id) ? methods[id] : undefined),
  elsewhere: (id, { engine, text }) => ({
    engine: engines[engine] ?? engine,
    text: elsewhere[`${id}: ${engine}`] ?? text,
  }),
  say: (saying) => say({ ...saying, args: inChinese(saying) }),
};
