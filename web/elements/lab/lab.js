/** A lab: trainings of the chosen encodings, and how their models copy in longer rows. Its state is signals. */
import { computed, effect, signal } from '@preact/signals-core';
import setup from '../../models/lab.json' with { type: 'json' };
import { failureOf } from '../../scope/failure.js';
import { Racer, shownRacer } from './racer.js';
import { stretchOne } from './stretch.js';

/**
 * @typedef {import('../../lib/types.js').Engine} Engine
 * @typedef {import('../../lib/types.js').MethodInfo} MethodInfo
 *
 * @typedef {object} Settings  what decides about a training: changing any of it starts over
 * @property {string} a        id of the encoding that is trained
 * @property {string} b        id of the one that races against it; '' = none
 * @property {number} seed
 *
 * @typedef {Pick<Racer, 'id' | 'slot' | 'seed' | 'file'> & { view: Partial<import('./racer.js').RaceView> }} ToldRacer
 * @typedef {['run' | 'pause' | 'reset' | 'stretch'] | ['set', Partial<Settings>]} Order
 *
 * @typedef {object} Told  what a lab shows, for another window
 * @property {Settings} settings
 * @property {ToldRacer[]} racers
 * @property {{ slot: number, method: string, scores: (number | null)[] }[]} stretched
 * @property {boolean} stretching
 */

export const largestSeed = 999_999;

/** @param {string} id  of a method */
const configOf = (id) => ({
  ...setup.config,
  position_method: { id, params: /** @type {Record<string, object>} */ (setup.params)[id] ?? {} },
});

/** @param {Settings} wanted */
const places = ({ a, b, seed }) => (b && b !== a ? [a, b] : [a]).map((id, slot) => ({ id, slot, seed }));

/** @param {{ id: string, slot: number, seed: number }} place @returns {(racer: Racer) => boolean} */
const isAt = (place) => (racer) => racer.id === place.id && racer.slot === place.slot && racer.seed === place.seed;

export class Lab {
  /**
   * @param {() => Promise<Engine>} startEngine  looks at the models; each racer has a worker of its own
   * @param {import('@preact/signals-core').Signal<any>} settings  holds Settings, and what else its owner keeps there
   */
  constructor(startEngine, settings) {
    this.startEngine = startEngine;
    /** @type {import('@preact/signals-core').Signal<Settings>} */
    this.settings = settings;
    this.engine = signal(/** @type {Engine | null} */ (null));
    this.catalog = signal(/** @type {MethodInfo[]} */ ([]));
    /** What can be trained from nothing. */
    this.encodings = computed(() =>
      this.catalog.value.filter(
        ({ id, trainedAs, trainable }) => id === trainedAs && trainable && !setup.fromOtherWeights.includes(id),
      ),
    );
    this.racers = signal(/** @type {Racer[]} */ ([]));
    this.stretched = signal(/** @type {import('./stretch.js').StretchRow[]} */ ([]));
    this.stretching = signal(false);
    /** What stopped, and how it is tried again. */
    this.failure = signal(
      /** @type {{ why: import('../../scope/failure.js').Failure, retry: () => unknown } | null} */ (null),
    );
    this.resets = 0;
    /** Takes what is asked here to the window whose trainings this one shows. @type {((...order: Order) => void) | null} */
    this.order = null;
  }

  async open() {
    await this.attempt(async () => {
      const opened = await this.startEngine();
      this.catalog.value = await opened.methods();
      this.engine.value = opened;
      const decisive = computed(() => JSON.stringify(places(this.settings.value)));
      effect(() => {
        void decisive.value;
        void this.adapt();
      });
    });
  }

  /** @param {Partial<Settings>} change */
  set(change) {
    if (this.order) return this.order('set', change);
    this.settings.value = { ...this.settings.value, ...change };
  }

  /** @param {string[]} phases */
  inPhase(...phases) {
    return this.racers.value.some(({ view }) => phases.includes(view.value.phase));
  }

  /** Begun trainings that a change of settings would end. @param {Partial<Settings>} change */
  lostBy(change) {
    const kept = places({ ...this.settings.value, ...change });
    return this.racers.value.filter((racer) => racer.view.value.step > 0 && !kept.some((place) => isAt(place)(racer)));
  }

  /** @param {Racer[]} made  instead of those there are */
  async replace(made) {
    const before = this.racers.peek().filter((racer) => !made.includes(racer));
    this.racers.value = made;
    this.stretched.value = [];
    await Promise.all(before.map((racer) => racer.dispose()));
  }

  /** Fresh trainings of the chosen encodings, not started. @param {Racer[]} [kept]  those that stay as they are */
  async reset(kept = []) {
    if (this.order) return this.order('reset');
    const opened = this.engine.peek();
    if (!opened) return;
    const settings = this.settings.peek();
    const mine = ++this.resets;
    await this.replace(kept); // the others' workers are free before the new ones ask for one
    if (mine !== this.resets) return;
    const { recipe } = setup;
    this.racers.value = places(settings).map(
      (place) =>
        kept.find(isAt(place)) ?? new Racer(opened, place, { config: configOf(place.id), recipe, seed: settings.seed }),
    );
  }

  /** After the settings have changed: a training that they do not touch goes on. */
  async adapt() {
    if (this.order) return;
    const wanted = places(this.settings.peek());
    await this.reset(this.racers.peek().filter((racer) => wanted.some((place) => isAt(place)(racer))));
  }

  /** A fresh training in the place of one that failed; it goes on from its start if that had begun. @param {Racer} failed */
  async retry(failed) {
    const began = failed.view.peek().step > 0;
    await this.reset(this.racers.peek().filter((racer) => racer !== failed));
    if (began)
      await this.racers
        .peek()
        .find(({ slot }) => slot === failed.slot)
        ?.run();
  }

  /**
   * Work that can be asked for again where it fails.
   * @param {() => Promise<unknown>} work
   */
  async attempt(work) {
    this.failure.value = null;
    try {
      await work();
    } catch (error) {
      this.failure.value = { why: failureOf(error), retry: () => this.attempt(work) };
    }
  }

  async run() {
    if (this.order) return this.order('run');
    await Promise.all(this.racers.value.map((racer) => racer.run()));
  }

  async pause() {
    if (this.order) return this.order('pause');
    await Promise.all(this.racers.value.map((racer) => racer.pause()));
  }

  /** Copies at lengths that training never showed, under every method that runs on the weights. */
  async stretch() {
    if (this.order) return this.order('stretch');
    await this.attempt(async () => {
      this.stretching.value = true;
      this.stretched.value = [];
      const show = (/** @type {import('./stretch.js').StretchRow} */ row) => {
        if (!this.racers.value.includes(row.racer)) return false; // another training took its place
        const others = this.stretched.value.filter(({ racer, method }) => racer !== row.racer || method !== row.method);
        this.stretched.value = [...others, row].sort((one, other) => one.racer.slot - other.racer.slot);
        return true;
      };
      const all = this.racers.value.map((racer) => stretchOne(racer, this.catalog.value, show));
      await Promise.all(all).finally(() => {
        this.stretching.value = false;
      });
    });
  }

  /** Runs at once and after every change of what it reads. @param {() => void} act */
  watch(act) {
    return effect(act);
  }

  /** What another window asks. @param {Order} order */
  async follow([name, change]) {
    if (name === 'set') this.set(change);
    else await this[name]();
  }

  /** What a figure of it shows. @returns {Told} */
  get told() {
    return {
      settings: this.settings.value,
      racers: this.racers.value.map(({ id, slot, seed, file, view }) => ({ id, slot, seed, file, view: view.value })),
      stretched: this.stretched.value.map(({ racer, ...row }) => ({ slot: racer.slot, ...row })),
      stretching: this.stretching.value,
    };
  }

  /** Shows what was told instead of trainings of its own. @param {Told} told */
  async show({ settings, racers, stretched, stretching }) {
    const made = racers.map((each) => shownRacer(each));
    this.settings.value = { ...this.settings.value, ...settings };
    await this.replace(made);
    this.stretching.value = stretching;
    this.stretched.value = stretched.flatMap(({ slot, ...row }) => {
      const racer = made.find((each) => each.slot === slot);
      return racer ? [{ racer, ...row }] : [];
    });
  }
}
