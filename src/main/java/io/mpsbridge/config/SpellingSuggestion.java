package io.mpsbridge.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the likely intent: the candidate at the smallest edit distance. */
final class SpellingSuggestion {
    private SpellingSuggestion() {}

    /** Empty if none is near: at most one edit, and one more for every eight letters, up to four. */
    static Optional<String> to(String word, Collection<String> candidates) {
        int furthest = Math.min(4, 1 + word.length() / 8);
        return candidates.stream()
                .filter(candidate -> Math.abs(candidate.length() - word.length()) <= furthest)
                .map(candidate -> new Scored(candidate, distance(word, candidate)))
                .filter(scored -> scored.distance <= furthest)
                .min(Comparator.comparingInt(Scored::distance).thenComparing(Scored::candidate))
                .map(Scored::candidate);
    }

    /** The Levenshtein distance, row by row. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private record Scored(String candidate, int distance) {}
}
