import { demoCountries, demoDevices, demoLanguages, type DemoDevice } from './readers.js';
import type { Random } from './random.js';

export interface DemoVisitor {
  visitorId: string;
  country: string;
  language: string;
  device: DemoDevice;
  screenResolution: string;
}

const REMEMBERED_VISITORS = 6_000;
/** How far back, in visitors, one who returns usually lies. */
const RETURN_DISTANCE = 700;

/** Draws visitors: new ones, and some who were here before, mostly not long ago. */
export class VisitorPool {
  private recent: DemoVisitor[] = [];

  constructor(private readonly random: Random) {}

  draw(isReturning: boolean): DemoVisitor {
    const distance = 1 + Math.floor(this.random.exponential(RETURN_DISTANCE));
    return (isReturning ? this.recent.at(-distance) : undefined) ?? this.add();
  }

  private add(): DemoVisitor {
    const device = this.random.pick(demoDevices);
    const country = this.random.pick(demoCountries);
    const visitor: DemoVisitor = {
      visitorId: this.random.uuid(),
      country,
      language: this.random.chance(0.1) ? 'en-US' : (demoLanguages[country] ?? 'en-US'),
      device,
      screenResolution: this.random.pick(device.screens),
    };
    this.recent.push(visitor);
    if (this.recent.length > 2 * REMEMBERED_VISITORS) this.recent = this.recent.slice(-REMEMBERED_VISITORS);
    return visitor;
  }
}
