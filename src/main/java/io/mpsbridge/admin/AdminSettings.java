package io.mpsbridge.admin;

/**
 * Where the admin port listens: the keys {@code admin.*}.
 *
 * @param port 0 for any free one
 */
public record AdminSettings(String host, int port) {
    public AdminSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("admin.port must be from 0 to 65535, is " + port);
        }
    }
}
