import { evidence } from '@tidemark/contracts';
import { describe, expect, it } from '@jest/globals';
import { findRecommendations } from '../find-recommendations.js';
import type { Observations } from '../observations/observations.js';
import { groupAt, newGroup, observeQuietSite, type Draft, type InjectionKind } from '../testing/index.js';
import type { Finding } from './finding.js';

const BUDGET = { falseAlarmsPerMonth: 2 };
const FORECAST = { modelKind: 'weekday_profile' };

/** What is told of a site: type, and what it's about. */
function tell(observations: Observations): string[] {
  return findRecommendations(observations, BUDGET).map(nameOf);
}

function nameOf({ type, evidence: { subjects } }: Finding): string {
  return [type, ...subjects.map(({ dimension, value }) => `${dimension} ${value ?? '(none)'}`)].join(': ');
}

/** Advice is given of quiet sites, too. */
const isAlarm = (name: string): boolean => !/^(publishing_time|page_to_promote|forecast_extreme)/.test(name);

const of = (observations: Observations, type: Finding['type']): Finding[] =>
  findRecommendations(observations, BUDGET).filter((finding) => finding.type === type);

const scale = (values: number[], factor: number, from = 0): void => {
  values.forEach((value, day) => {
    if (day >= from) values[day] = Math.round(value * factor);
  });
};

describe('a quiet site', () => {
  it('has nothing told of it but advice', () => {
    expect(tell(observeQuietSite()).filter(isAlarm)).toEqual([]);
  });
});

describe('what happens to a site is found after two days, by what it is', () => {
  it.each<[InjectionKind, number, string]>([
    ['page_drop', 3_000, 'page_trend: page '],
    ['country_outage', 3_000, 'audience_problem: country '],
    ['mobile_bounce', 3_000, 'audience_problem: device_type mobile'],
    ['new_referrer', 3_000, 'source_trend: source spotlight.example'],
    ['dying_source', 3_000, 'source_trend: source '],
    ['tracker_gap', 3_000, 'tracking_outage'],
    ['bot_wave', 3_000, 'bot_surge: ignore_reason bot'],
    ['slow_decline', 3_000, 'page_trend: page '],
  ])('%s', (kind, visitsPerDay, expected) => {
    const options = { visitsPerDay, seed: 20, injection: { kind, startDay: 88, deviations: 4 } };
    const alarms = tell(observeQuietSite(undefined, options)).filter(isAlarm);
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toContain(expected);
  });
});

describe('traffic anomaly', () => {
  const drop = (draft: Draft): void => {
    const day = draft.dates.length - 1;
    const all = [draft.totals, ...Object.values(draft.groups).flat()];
    for (const sums of all) {
      for (const figure of Object.values(sums).filter(Array.isArray))
        figure[day] = Math.round((figure[day] ?? 0) * 0.4);
    }
    draft.hours[day] = (draft.hours[day] ?? []).map((views) => Math.round(views * 0.4));
  };

  it('is a day outside of its forecast, of everything alike', () => {
    const [finding] = of(observeQuietSite(drop), 'traffic_anomaly');
    expect(finding).toMatchObject({ key: 'fewer:2025-11-29', evidence: { subjects: [], explained_by: [] } });
    expect(finding!.evidence.observed).toBeLessThan(finding!.evidence.interval!.lower);
    expect(finding!.title).toMatch(/^[56]\d% fewer page visits than forecast on 29 November 2025$/);
  });

  it('is a day outside of what is usual where there is no forecast', () => {
    const [finding] = of(
      observeQuietSite((draft) => {
        draft.forecasts = draft.forecasts.map(() => null);
        drop(draft);
      }),
      'traffic_anomaly',
    );
    expect(finding!.title).toContain('than usual');
  });

  it('stays the same card while it lasts', () => {
    const [finding] = of(
      observeQuietSite((draft) => {
        drop(draft);
        const [today, before] = [draft.dates.length - 1, draft.dates.length - 2];
        for (const sums of [draft.totals, ...Object.values(draft.groups).flat()]) {
          for (const figure of Object.values(sums).filter(Array.isArray))
            figure[before] = Math.round((figure[before] ?? 0) * 0.4);
        }
        draft.hours[before] = (draft.hours[before] ?? []).map((views) => Math.round(views * 0.4));
        expect(today).toBe(before + 1);
      }),
      'traffic_anomaly',
    );
    expect(finding!.key).toBe('fewer:2025-11-28');
  });

  it('names the page that accounts for it', () => {
    const [finding] = of(
      observeQuietSite((draft) => {
        const day = draft.dates.length - 1;
        const [page, more] = [groupAt(draft, 'page', 3), draft.totals.pageVisits[day]!];
        page.pageVisits[day]! += more;
        draft.totals.pageVisits[day]! += more;
      }),
      'traffic_anomaly',
    );
    // Told by itself, or with the page's own finding instead.
    const pages = of(
      observeQuietSite((draft) => {
        const day = draft.dates.length - 1;
        const [page, more] = [groupAt(draft, 'page', 3), draft.totals.pageVisits[day]!];
        page.pageVisits[day]! += more;
        draft.totals.pageVisits[day]! += more;
      }),
      'page_trend',
    );
    const subjects = [
      ...(finding?.evidence.subjects ?? []),
      ...pages.flatMap(({ evidence: { subjects } }) => subjects),
    ];
    expect(subjects).toContainEqual({ dimension: 'page', value: 'site.example/p3' });
  });

  it("isn't told of a count that is few by chance, however narrow the interval", () => {
    const few = observeQuietSite((draft) => {
      draft.totals.pageVisits = draft.dates.map((_, day) => (day < draft.dates.length - 1 ? 2 : 0));
      draft.forecasts = draft.dates.map((date) => {
        const interval = { lower: 1.9, upper: 2.1 };
        return { ...FORECAST, date, value: 2, intervals: { 80: interval, 90: interval, 95: interval } };
      });
    });
    expect(of(few, 'traffic_anomaly')).toEqual([]);
  });

  it('is not told of a day that is left out', () => {
    const left = observeQuietSite((draft) => {
      drop(draft);
      draft.isLeftOut[draft.dates.length - 1] = true;
    });
    expect(of(left, 'traffic_anomaly')).toEqual([]);
  });
});

describe('tracking outage', () => {
  const gap =
    (hours: readonly number[], at = -1) =>
    (draft: Draft) => {
      const day = draft.dates.length + at;
      for (const hour of hours) draft.hours[day]![hour] = 0;
    };
  const DAYTIME = [11, 12, 13, 14, 15];

  it('says from when to when nothing was counted', () => {
    const [finding] = of(observeQuietSite(gap(DAYTIME)), 'tracking_outage');
    expect(finding!.title).toBe('Nothing was counted on 29 November 2025 for 5 hours');
    expect(finding!.description).toContain('29 November 2025, 11:00 until 29 November 2025, 16:00');
    expect(finding!.target).toBeNull();
  });

  it('goes on where nothing is counted any more', () => {
    const observations = observeQuietSite((draft) => {
      for (const at of [-2, -1])
        gap(
          Array.from({ length: 24 }, (_, hour) => hour),
          at,
        )(draft);
    });
    const [finding] = of(observations, 'tracking_outage');
    expect(finding!.title).toMatch(/^Nothing is counted since 2[78] November 2025/);
  });

  it.each([
    [22, []],
    [50, []],
    [50, [12, 3]],
  ])('lasts as long as nothing is counted: %d days, with a stray view %j days ago', (days, strays) => {
    const silent = observeQuietSite((draft) => {
      const [last, begin] = [draft.dates.length - 1, draft.dates.length - days];
      for (const sums of [draft.totals, ...Object.values(draft.groups).flat()])
        for (const figure of Object.values(sums).filter(Array.isArray)) figure.fill(0, begin);
      draft.hours = draft.hours.map((hours, day) => hours.map((views) => (day < begin ? views : 0)));
      for (const ago of strays) draft.hours[last - ago]![14] = 1;
    });
    const [outage, ...others] = findRecommendations(silent, BUDGET).filter((finding) => isAlarm(finding.type));
    expect(others).toEqual([]);
    expect(outage).toMatchObject({
      type: 'tracking_outage',
      evidence: { period: { start_date: silent.dates.at(-days), end_date: silent.dates.at(-1) } },
    });
    // As much as was usual before it, on each of its days.
    const before = silent.totals.pageViews.slice(-days - 28, -days).reduce((sum, views) => sum + views, 0) / 28;
    expect(outage!.evidence.expected / days / before).toBeCloseTo(1, 1);
  });

  it("is no night's silence of a small site", () => {
    expect(of(observeQuietSite(undefined, { visitsPerDay: 60 }), 'tracking_outage')).toEqual([]);
  });

  it("isn't the hour that is skipped where clocks are set forward", () => {
    const skipped = (timeZone: string) =>
      observeQuietSite((draft) => {
        draft.timeZone = timeZone;
        // The simulated days are of autumn; those of spring are half a year before.
        draft.dates = draft.dates.map((date) =>
          new Date(Date.parse(date) - 244 * 86_400_000).toISOString().slice(0, 10),
        );
        const day = draft.dates.indexOf('2025-03-30');
        draft.hours[day]![2] = 0;
        draft.hours = draft.hours.map((hours) => hours.map((views, hour) => (hour === 2 && views > 0 ? 200 : views)));
      });
    expect(of(skipped('UTC'), 'tracking_outage')).toHaveLength(1);
    expect(of(skipped('Europe/Berlin'), 'tracking_outage')).toEqual([]);
  });
});

describe('page trend', () => {
  it("isn't told of a page that does as the site does", () => {
    const declining = observeQuietSite((draft) => {
      const all = [draft.totals, ...Object.values(draft.groups).flat()];
      for (const sums of all) {
        for (const figure of Object.values(sums).filter(Array.isArray)) {
          figure.forEach((value, day) => {
            figure[day] = Math.round(value * 0.95 ** (day / 7));
          });
        }
      }
    });
    expect(of(declining, 'page_trend')).toEqual([]);
  });

  it('is told of a page that gains', () => {
    const gaining = observeQuietSite((draft) => scale(groupAt(draft, 'page', 4).pageVisits, 1.8, 88));
    expect(tell(gaining)).toContain('page_trend: page site.example/p4');
  });
});

describe('entry page bounce', () => {
  it('is told of the page that bounces more than its peers, with what they let expect', () => {
    const observations = observeQuietSite((draft) => {
      const page = groupAt(draft, 'entry_page', 2);
      page.bounces = page.sessions.map((sessions) => Math.round(0.92 * sessions));
    });
    const [finding] = of(observations, 'entry_page_bounce');
    expect(finding!.evidence.subjects).toEqual([{ dimension: 'entry_page', value: 'site.example/p2' }]);
    expect(finding!.evidence.observed).toBeCloseTo(0.92, 1);
    expect(finding!.evidence.expected).toBeLessThan(0.6);
  });
});

describe('audience problem', () => {
  it('is told of a browser that has long bounced more on the same pages', () => {
    const observations = observeQuietSite((draft) => {
      for (const group of draft.crossed.browser) {
        if (group.value === 'Safari') group.bounces = Math.round(0.9 * group.sessions);
      }
    });
    expect(tell(observations)).toContain('audience_problem: browser Safari');
  });

  it('is told of a device that vanishes', () => {
    const observations = observeQuietSite((draft) => {
      const mobile = draft.groups.device_type.find(({ value }) => value === 'mobile')!;
      for (const day of [88, 89]) {
        draft.totals.sessions[day]! -= Math.round(0.7 * mobile.sessions[day]!);
        mobile.sessions[day] = Math.round(0.3 * mobile.sessions[day]!);
        mobile.bounces[day] = Math.round(0.3 * mobile.bounces[day]!);
      }
    });
    expect(tell(observations)).toContain('audience_problem: device_type mobile');
  });
});

describe('campaign bounce', () => {
  it('is told of a campaign whose visitors all leave', () => {
    const observations = observeQuietSite((draft) => {
      const campaign = groupAt(draft, 'utm_campaign', 0);
      campaign.bounces = campaign.sessions.map((sessions) => Math.round(0.96 * sessions));
    });
    expect(tell(observations)).toContain('campaign_bounce: utm_campaign weekly-letter');
  });
});

describe('publishing time', () => {
  it('names the hours that most views fall into', () => {
    const observations = observeQuietSite((draft) => {
      draft.hours = draft.hours.map((hours) => hours.map((_, hour) => (hour >= 17 && hour < 20 ? 100 : 10)));
    });
    const [finding] = of(observations, 'publishing_time');
    expect(finding!.evidence.subjects.slice(0, 3).map(({ value }) => value)).toEqual(['17', '18', '19']);
  });

  it('has nothing to say where all hours are alike', () => {
    const observations = observeQuietSite((draft) => {
      draft.hours = draft.hours.map((hours, day) => hours.map((_, hour) => 100 + ((hour * 7 + day * 5) % 11)));
    });
    expect(of(observations, 'publishing_time')).toEqual([]);
  });
});

describe('forecast extreme', () => {
  const forecastOff = (ahead: number, factor: number): Finding[] => {
    const observations = observeQuietSite((draft) => {
      const day = draft.ahead[ahead]!;
      const scaled = (interval: { lower: number; upper: number }) => ({
        lower: interval.lower * factor,
        upper: interval.upper * factor,
      });
      draft.ahead[ahead] = {
        ...FORECAST,
        date: day.date,
        value: day.value * factor,
        intervals: { 80: scaled(day.intervals[80]), 90: scaled(day.intervals[90]), 95: scaled(day.intervals[95]) },
      };
    });
    return of(observations, 'forecast_extreme');
  };

  it.each([
    ['peak', 2],
    ['trough', 0.4],
  ])('is told of a %s ahead', (kind, factor) => {
    const [finding] = forecastOff(3, factor);
    expect(finding).toMatchObject({
      key: `${kind}:2025-12-01`,
      evidence: { period: { start_date: '2025-12-03' } },
    });
  });

  it('is one thing with what is forecast of the days beside it, and another than that of another week', () => {
    const keys = [0, 3, 4, 5].map((ahead) => forecastOff(ahead, 2)[0]?.key);
    expect(keys).toEqual(['peak:2025-11-24', 'peak:2025-12-01', 'peak:2025-12-01', 'peak:2025-12-01']);
  });
});

describe('page to promote', () => {
  it('is told of a page that is read long and seen by few', () => {
    const observations = observeQuietSite((draft) => {
      const page = draft.groups.page.at(-2)!;
      page.timeOnPageSum = page.timeOnPageSum.map((seconds) => seconds * 5);
    });
    const [finding] = of(observations, 'page_to_promote');
    expect(finding!.evidence.subjects[0]!.value).toMatch(/^site\.example\/p/);
  });

  it("isn't told of one that is seen by many", () => {
    const observations = observeQuietSite((draft) => {
      const page = groupAt(draft, 'page', 0);
      page.timeOnPageSum = page.timeOnPageSum.map((seconds) => seconds * 5);
    });
    expect(of(observations, 'page_to_promote')).toEqual([]);
  });
});

describe('early exit', () => {
  const end = (value?: string) => (draft: Draft) => {
    const page = groupAt(draft, 'page', 2);
    page.exits = page.pageVisits.map((visits) => Math.round(0.95 * visits));
    if (value !== undefined) {
      groupAt(draft, 'entry_page', 2).value = value;
      page.value = value;
    }
  };

  it('is told of a page on which journeys end', () => {
    expect(tell(observeQuietSite(end()))).toContain('early_exit: exit_page site.example/p2');
  });

  it("isn't told where journeys are meant to end", () => {
    expect(of(observeQuietSite(end('site.example/order/thank-you')), 'early_exit')).toEqual([]);
  });
});

describe('not found', () => {
  it('is told of an address that visitors keep coming to', () => {
    const observations = observeQuietSite((draft) => {
      draft.notFound = [{ page: 'site.example/old', views: draft.dates.map(() => 6) }];
    });
    expect(tell(observations)).toContain('not_found: page site.example/old');
  });
});

describe('bot surge', () => {
  const newcomer = (readingTimes: number) =>
    observeQuietSite((draft) => {
      const figures = { sessions: 60, bounces: 60, pageViews: 60, pageVisits: 60, timeOnPageCount: readingTimes };
      draft.groups.source.push(newGroup('buy-traffic.example', draft.dates.length, 2, figures));
    });

  it('is told of a new source without readers, which is no new source', () => {
    const names = tell(newcomer(60));
    expect(names).toContain('bot_surge: source buy-traffic.example');
    expect(names.filter((name) => name.startsWith('source_trend'))).toEqual([]);
  });

  it('of a spamming source has no target: keeping it out takes sessions away', () => {
    const [finding] = of(newcomer(60), 'bot_surge');
    expect(finding!.target).toBeNull();
  });

  it("isn't told of a new source whose reading time nobody knows", () => {
    const names = tell(newcomer(0));
    expect(names).toContain('source_trend: source buy-traffic.example');
    expect(names.filter((name) => name.startsWith('bot_surge'))).toEqual([]);
  });
});

describe('what is told', () => {
  it('keeps to the contract, with words that fit', () => {
    const kinds: InjectionKind[] = [
      'page_drop',
      'country_outage',
      'mobile_bounce',
      'new_referrer',
      'tracker_gap',
      'bot_wave',
    ];
    for (const kind of kinds) {
      const options = { visitsPerDay: 3_000, seed: 20, injection: { kind, startDay: 88, deviations: 4 } };
      for (const finding of findRecommendations(observeQuietSite(undefined, options), BUDGET)) {
        evidence.parse(finding.evidence);
        expect(finding.title.length).toBeLessThanOrEqual(200);
        expect(`${finding.title} ${finding.description}`).not.toMatch(/NaN|Infinity|undefined|null/);
        expect(finding.impact.score).toBeCloseTo(
          finding.impact.visits_per_week * finding.impact.plausible_effect * finding.impact.confidence,
        );
      }
    }
  });
});
