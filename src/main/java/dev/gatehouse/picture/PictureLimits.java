package dev.gatehouse.picture;

import java.time.Duration;

/**
 * How much is kept.
 *
 * @param age the oldest go when they are older than this
 * @param bytes the oldest go where all together have more than this
 */
public record PictureLimits(Duration age, long bytes) {}
