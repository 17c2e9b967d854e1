import { newSite } from '@tidemark/contracts';
import { parse } from 'tldts';
import type { DataSource, Repository } from 'typeorm';
import { SiteEntity } from '../db/index.js';
import { withoutWww } from '../domain/source.js';

/** How long the list of sites may be old before it's read again. */
const FRESH_MS = 5_000;
/** How soon the list may be read again for a host it doesn't have. */
const RETRY_UNKNOWN_MS = 1_000;
/** Hosts anybody can make up are registered up to this many; more are added by hand. */
const MAX_AUTO_REGISTERED = 100;

/** The sites, found by host without asking the database each time. Other processes' changes show within 5 s. */
export class SiteDirectory {
  private readonly repository: Repository<SiteEntity>;
  /** For what ingest asks: on connections that reports don't hold. */
  private readonly ingestRepository: Repository<SiteEntity>;
  private byDomain = new Map<string, SiteEntity>();
  private readAtMs = -Infinity;
  private reading: Promise<void> | undefined;

  constructor(
    orm: DataSource,
    private readonly options: { isAutoRegistering: boolean; ingestOrm?: DataSource },
  ) {
    this.repository = orm.getRepository(SiteEntity);
    this.ingestRepository = (options.ingestOrm ?? orm).getRepository(SiteEntity);
  }

  /**
   * The site a host belongs to: its own, or the one of a domain above it. A new host is registered where the
   * installation says so.
   */
  async findByHost(host: string): Promise<SiteEntity | undefined> {
    const name = withoutWww(host.toLowerCase());
    if (this.ageMs() > FRESH_MS) await this.read();
    let site = this.match(name);
    if (!site && this.ageMs() > RETRY_UNKNOWN_MS) {
      await this.read();
      site = this.match(name);
    }
    if (!site && this.options.isAutoRegistering) site = await this.register(name);
    return site;
  }

  /** The known site of a host if the list is fresh, without waiting. */
  peekByHost(host: string): SiteEntity | undefined {
    return this.ageMs() <= FRESH_MS ? this.match(withoutWww(host.toLowerCase())) : undefined;
  }

  /** A site by its domain or id; without either the first. */
  async find(domainOrId: string | undefined): Promise<SiteEntity | null> {
    if (domainOrId === undefined) return (await this.list())[0] ?? null;
    if (/^\d{1,9}$/.test(domainOrId)) {
      const site = await this.repository.findOneBy({ id: Number(domainOrId) });
      if (site) return site;
    }
    // PostgreSQL takes no NUL, not even to say that nothing is called so.
    if (domainOrId.includes('\u0000')) return null;
    return this.repository.findOneBy({ domain: withoutWww(domainOrId.toLowerCase()) });
  }

  list(): Promise<SiteEntity[]> {
    return this.repository.find({ order: { id: 'ASC' } });
  }

  async save(site: Partial<SiteEntity>): Promise<SiteEntity> {
    const saved = await this.repository.save(this.repository.create(site));
    this.readAtMs = -Infinity;
    return this.repository.findOneByOrFail({ id: saved.id });
  }

  async remove(siteId: number): Promise<void> {
    await this.repository.delete({ id: siteId });
    this.readAtMs = -Infinity;
  }

  private match(name: string): SiteEntity | undefined {
    for (let rest = name; rest; rest = rest.slice(rest.indexOf('.') + 1)) {
      const site = this.byDomain.get(rest);
      if (site) return site;
      if (!rest.includes('.')) return undefined;
    }
    return undefined;
  }

  private async register(name: string): Promise<SiteEntity | undefined> {
    if (this.byDomain.size >= MAX_AUTO_REGISTERED || !mayRegisterItself(name)) return undefined;
    await this.ingestRepository.createQueryBuilder().insert().values({ domain: name, name }).orIgnore().execute();
    await this.read();
    return this.match(name);
  }

  private ageMs(): number {
    return performance.now() - this.readAtMs;
  }

  private read(): Promise<void> {
    this.reading ??= this.ingestRepository
      .find()
      .then((sites) => {
        this.byDomain = new Map(sites.map((site) => [site.domain, site]));
        this.readAtMs = performance.now();
      })
      .finally(() => {
        this.reading = undefined;
      });
    return this.reading;
  }
}

/**
 * Whether a host may become a site by an event that anybody can send: one under which others register theirs (`com`,
 * `github.io`) would take in all their events, as would a name without a dot. Of those `localhost` alone is nobody's.
 */
function mayRegisterItself(name: string): boolean {
  if (!newSite.shape.domain.safeParse(name).success) return false;
  const { domain, isIp } = parse(name, { allowPrivateDomains: true });
  return domain !== null || isIp === true || name === 'localhost';
}
