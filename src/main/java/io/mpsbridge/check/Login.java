package io.mpsbridge.check;

import java.util.Map;
import java.util.TreeMap;

/** The settings by which a client logs in; may hold secrets. */
record Login(Map<String, String> settings) {

    static Login of(Map<String, String> client) {
        Map<String, String> login = new TreeMap<>(client);
        login.keySet()
                .removeIf(key -> !key.startsWith("sasl.")
                        && !key.startsWith("ssl.keystore.")
                        && !key.equals("security.protocol"));
        return new Login(login);
    }

    @Override
    public String toString() {
        return "Login[****]";
    }
}
