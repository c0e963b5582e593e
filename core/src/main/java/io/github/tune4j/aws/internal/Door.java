package io.github.tune4j.aws.internal;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a public type holds to the packages of this module and to nobody else, without a public method.
 *
 * @param <T> what is behind the door
 */
public final class Door<T> {
    /** From a session to its connection. */
    public static final Door<Connection> SESSION = new Door<>();

    /** From a service role to how its ARN is found. */
    public static final Door<RoleSource> ROLE = new Door<>();

    private volatile @Nullable Function<Object, T> way;

    private Door() {}

    /**
     * Hung once, by the class that owns what is behind it.
     *
     * @param way from the public object to what it holds
     */
    public void hang(Function<Object, T> way) {
        this.way = way;
    }

    /**
     * Goes through.
     *
     * @param holder an instance of the class that hung the door
     * @return what it holds
     */
    public T open(Object holder) {
        return Objects.requireNonNull(way, "door").apply(holder);
    }
}
