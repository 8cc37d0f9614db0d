package io.mpsbridge.admin;

import io.mpsbridge.input.InvalidSettingException;

/**
 * Where the admin port listens: the keys {@code admin.*}.
 *
 * @param port 0 for any free port
 */
public record AdminSettings(String host, int port) {
    public AdminSettings {
        if (!host.matches("[A-Za-z0-9.:%_-]{1,253}")) {
            throw new InvalidSettingException(
                    "admin.host", host, "must be a host name or an address such as 127.0.0.1 or 0.0.0.0");
        }
        if (port < 0 || port > 65_535) {
            throw new InvalidSettingException("admin.port", port, "must be from 0 to 65535");
        }
    }
}
