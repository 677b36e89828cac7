-- The names of the retry policies that the worker has; NULL of one that does not say.
ALTER TABLE workers ADD COLUMN policies text[];
