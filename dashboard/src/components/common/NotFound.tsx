import { Link } from 'react-router-dom';

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <div className="mx-auto max-w-md py-20 text-center">
      <h1 className="font-display text-3xl">Nothing at this address</h1>
      <p className="mt-3 text-muted">The page may have moved, or the link may be incomplete.</p>
      <Link to="/" className="mt-6 inline-block text-tide underline underline-offset-4">
        Go to the overview
      </Link>
    </div>
  );
}
