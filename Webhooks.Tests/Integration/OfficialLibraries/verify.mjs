// node verify.mjs deliveries.json: which of the official libraries accept each delivery, and how many changed bodies they refuse.
import { readFileSync } from "node:fs";
import { Webhook as StandardWebhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as SvixWebhook } from "svix";

const stripe = new Stripe("sk_test_not_used");
const libraries = {
  standardwebhooks: ({ secret, headers }, body) => new StandardWebhook(secret).verify(body, headers),
  svix: ({ secret, headers }, body) => new SvixWebhook(secret).verify(body, headers),
  stripe: ({ secret, headers }, body) => stripe.webhooks.constructEvent(body, headers["stripe-signature"], secret),
};

const attempt = (verify, delivery, body) => {
  try {
    verify(delivery, body);
    return null;
  } catch (error) {
    return error.message;
  }
};

const flipped = (body, at) => {
  const changed = Buffer.from(body);
  changed[at] ^= 1;
  return changed;
};

const check = (verify, delivery) => {
  const body = Buffer.from(delivery.body, "base64");
  const refused = [...body.keys()].filter((at) => attempt(verify, delivery, flipped(body, at)) !== null);
  return { error: attempt(verify, delivery, body), refused: refused.length, changed: body.length };
};

const deliveries = JSON.parse(readFileSync(process.argv[2], "utf8"));
const answer = deliveries.map((delivery) =>
  Object.entries(libraries).map(([library, verify]) => ({ library, ...check(verify, delivery) })),
);
process.stdout.write(JSON.stringify(answer));
