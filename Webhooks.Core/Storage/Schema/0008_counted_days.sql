-- What the deliveries of a day have come to. It holds as long as the server has counted no other change of the day's partition.
CREATE TABLE counted_days (
  day      text COLLATE "C" PRIMARY KEY,                     -- the partition's name
  changes  text NOT NULL,
  statuses text[] NOT NULL,
  counts   bigint[] NOT NULL
);
