/**
 * What a page loads, or a reader downloads or subscribes to: no page view. The one list of it; decided by the path alone,
 * never by the query. Extensions after Matomo's log importer (static files and downloads), with newer formats added.
 */
const EXTENSIONS = new Set(
  `avif bmp cur gif heic ico jpeg jpg jxl png svg svgz tif tiff webp
   css js jsm less map mjs scss wasm
   eot otf ttf woff woff2
   aac asf asx avi flac flv m3u8 m4a m4v mid midi mkv mov movie mp2 mp3 mp4 mpd mpeg mpg oga ogg ogv opus ra ram rm swf ts wav webm wma wmv
   azw3 csv doc docx epub mobi odb odf odg odp ods odt pdf ppt pptx ps rtf tsv wpd xls xlsx
   json jsonld txt webmanifest xml xsd xsl xslt yaml yml
   7z apk arc arj bin br bz2 cab class deb dmg exe gem gz gzip hqx img iso jar msi msp pkg rar rpm sea sig sit tar tbz tgz torrent war whl xz z zip zst
   atom rdf rss`.split(/\s+/),
);

/** Last segments that are feeds without an extension (WordPress, Ghost and others). */
const FEED_SEGMENTS = new Set(['feed', 'rss', 'atom']);

/** Paths that programs ask for, not people. */
const PROGRAM_PATHS = [
  '/.well-known/',
  '/cdn-cgi/',
  '/wp-json/',
  '/wp-cron.php',
  '/wp-admin/admin-ajax.php',
  '/xmlrpc.php',
  '/server-status',
];

/** Whether a request for `path` (no query, no fragment) is no view of a page. */
export function isAsset(path: string): boolean {
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  const segment = path.slice(path.lastIndexOf('/', end - 1) + 1, end).toLowerCase();
  if (FEED_SEGMENTS.has(segment)) return true;
  const dot = segment.lastIndexOf('.');
  // `/v1.js/` is a folder; a name with a trailing slash is a page.
  if (dot !== -1 && end === path.length && EXTENSIONS.has(segment.slice(dot + 1))) return true;
  return PROGRAM_PATHS.some((start) => path.startsWith(start));
}
