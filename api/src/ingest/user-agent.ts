import { createRequire } from 'node:module';
import { isbot } from 'isbot';
import { LRUCache } from 'lru-cache';
import type deviceDetector from 'node-device-detector';
import { UNKNOWN_AGENT, type Agent } from './agent.js';
import { gatePatterns, type PatternParser } from './gated-patterns.js';
import { splitOnce, type AgentSplitter } from './split-once.js';
import { isPlainDesktop, readPlainAgent } from './plain-agent.js';

// The package is CommonJS and exports its class itself; its types say it were the default export.
const require = createRequire(import.meta.url);
const DeviceDetector = require('node-device-detector') as typeof deviceDetector.default;
splitOnce(require('node-device-detector/parser/helper') as AgentSplitter);

const CACHED_AGENTS = 20_000;
/** Longer ones are cut before they're looked at: detection takes time in proportion. The longest expected one has 361. */
const MAX_LENGTH = 384;

const deviceTypes: Record<string, Agent['deviceType']> = {
  smartphone: 'mobile',
  'feature phone': 'mobile',
  phablet: 'mobile',
  tablet: 'tablet',
  desktop: 'desktop',
};

export type UserAgent = string | null | undefined;

/** Reads user agents. Full detection takes milliseconds, so that each distinct one is read once and remembered. */
export interface AgentReader {
  read(userAgent: UserAgent): Agent;
  /** Whether it's remembered, or nothing: then reading it takes no time. */
  knows(userAgent: UserAgent): boolean;
}

export function createAgentReader(): AgentReader {
  const detector = createDetector();
  const seen = new LRUCache<string, Agent>({ max: CACHED_AGENTS });
  const read = (userAgent: UserAgent): Agent => {
    if (!userAgent) return UNKNOWN_AGENT;
    const text = userAgent.slice(0, MAX_LENGTH);
    const known = seen.get(text);
    if (known) return known;
    const agent = readPlainAgent(text) ?? readAgent(detector, text);
    seen.set(text, agent);
    return agent;
  };
  return { read, knows: (userAgent) => !userAgent || seen.has(userAgent.slice(0, MAX_LENGTH)) };
}

/** The package's parsers, which its types leave out. */
interface ParserLists {
  botParserList: Record<string, PatternParser>;
  clientParserList: Record<string, PatternParser>;
  deviceParserList: Record<string, PatternParser>;
  osParserList: Record<string, PatternParser>;
  vendorParserList: Record<string, PatternParser>;
}

function createDetector(): deviceDetector.default {
  const detector = new DeviceDetector({ clientIndexes: true, deviceIndexes: true, osIndexes: true });
  const lists = detector as unknown as ParserLists;
  gatePatterns([
    ...Object.values(lists.botParserList),
    ...Object.values(lists.clientParserList),
    ...Object.values(lists.deviceParserList),
    ...Object.values(lists.osParserList),
    ...Object.values(lists.vendorParserList),
    detector.getParseAliasDevice() as PatternParser,
  ]);
  return detector;
}

function readAgent(detector: deviceDetector.default, userAgent: string): Agent {
  if (Object.keys(detector.parseBot(userAgent)).length > 0) return { ...UNKNOWN_AGENT, isBot: true };
  const client = detector.parseClient(userAgent);
  const os = detector.parseOs(userAgent);
  const device = isPlainDesktop(userAgent) ? { type: 'desktop', brand: '' } : detector.detect(userAgent).device;
  return {
    isBot: isAutomated(userAgent, { clientType: client.type, clientName: client.name, brand: device.brand }),
    deviceType: device.type ? (deviceTypes[device.type] ?? 'other') : 'other',
    browser: nameBrowser(client),
    os: firstNamed(os.family, os.name),
  };
}

/** By family, so that Chrome is one on all its systems; but Edge, which counts as Internet Explorer's, by its own name. */
function nameBrowser(client: { name?: string; family?: string }): string | null {
  if (client.name?.startsWith('Microsoft Edge') === true || client.name === 'Edge WebView') return 'Microsoft Edge';
  return firstNamed(client.family, client.name);
}

/** The detector leaves out what it doesn't find, or makes it empty. */
function firstNamed(...names: (string | undefined)[]): string | null {
  return names.find((name) => name !== undefined && name !== '') ?? null;
}

/** Programs and headless browsers; and what looks like a bot by its words, unless it's a phone named so ("Cubot"). */
function isAutomated(
  userAgent: string,
  found: { clientType: string | undefined; clientName: string | undefined; brand: string | undefined },
): boolean {
  if (found.clientType === 'library' || found.clientName?.startsWith('Headless')) return true;
  return isbot(userAgent) && !found.brand && found.clientType !== 'browser';
}
