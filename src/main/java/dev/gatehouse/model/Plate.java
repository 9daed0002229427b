package dev.gatehouse.model;

/**
 * A licence plate.
 *
 * @param canonical what is compared: upper-case A–Z, Đ and 0–9 only, 3 to 20 of them
 * @param view what people read, such as {@code 29A-123.45}
 */
public record Plate(String canonical, String view) {}
