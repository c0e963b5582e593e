package io.github.tune4j.dataset;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.dataset.Splitting.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Decides which groups of records go where: by chance, with the share of each kind kept, groups never parted. */
final class Allotment {
    private final Part[] parts;
    private final Map<Integer, List<Group>> byKind = new TreeMap<>();
    private final Map<Integer, Integer> recordsOfKind = new TreeMap<>();

    private record Group(List<Integer> records) {
        int size() {
            return records.size();
        }
    }

    /**
     * Nothing is set aside yet.
     *
     * @param groups for each record a number that the records of its group share
     * @param kinds for each record the number of its kind; a group is of the kind of its first record
     */
    Allotment(long seed, int[] groups, int[] kinds) {
        parts = new Part[groups.length];
        Arrays.fill(parts, Part.TRAINING);
        Map<Integer, Group> byNumber = new TreeMap<>();
        for (int i = 0; i < groups.length; i++) {
            byNumber.computeIfAbsent(groups[i], n -> new Group(new ArrayList<>()))
                    .records()
                    .add(i);
        }
        for (Group group : byNumber.values()) {
            int kind = kinds[group.records().get(0)];
            byKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(group);
            recordsOfKind.merge(kind, group.size(), Integer::sum);
        }
        Random random = new Random(seed);
        byKind.values().forEach(ofKind -> Collections.shuffle(ofKind, random));
    }

    int records() {
        return parts.length;
    }

    Part partOf(int record) {
        return parts[record];
    }

    /**
     * Sets aside so many records, of each kind its share.
     *
     * @throws InvalidInputException if groups would have to be parted for that
     */
    void setAside(Part part, int records) {
        int missing = 0;
        for (Map.Entry<Integer, Integer> share : shares(records).entrySet()) {
            missing += take(part, byKind.getOrDefault(share.getKey(), List.of()), share.getValue());
        }
        for (List<Group> ofKind : byKind.values()) {
            missing = take(part, ofKind, missing); // groups of another kind, where those of one were too large
        }
        if (missing > 0) {
            throw InvalidInputException.of(
                    records + " records cannot be set aside as " + part.name().toLowerCase(Locale.ROOT)
                            + " data without parting records that are nearly the same; "
                            + (records - missing) + " can.",
                    "set aside fewer, take duplicates out, or allow it (partNearDuplicates).");
        }
    }

    /** Takes groups as long as they fit and returns how many records are still missing. */
    private int take(Part part, List<Group> groups, int records) {
        int missing = records;
        for (Group group : groups) {
            boolean taken = parts[group.records().get(0)] != Part.TRAINING;
            if (!taken && group.size() <= missing) {
                group.records().forEach(record -> parts[record] = part);
                missing -= group.size();
            }
        }
        return missing;
    }

    /** How many records of each kind: its exact share rounded down, then one more where most was cut off. */
    private Map<Integer, Integer> shares(int records) {
        Map<Integer, Integer> shares = new TreeMap<>();
        List<Integer> byRemainder = new ArrayList<>(recordsOfKind.keySet());
        int given = 0;
        for (Map.Entry<Integer, Integer> kind : recordsOfKind.entrySet()) {
            int share = (int) ((long) records * kind.getValue() / parts.length);
            shares.put(kind.getKey(), share);
            given += share;
        }
        byRemainder.sort(Comparator.comparingLong(
                kind -> -((long) records * recordsOfKind.getOrDefault(kind, 0) % Math.max(1, parts.length))));
        for (int i = 0; given < records; i++, given++) {
            shares.merge(byRemainder.get(i), 1, Integer::sum);
        }
        return shares;
    }
}
