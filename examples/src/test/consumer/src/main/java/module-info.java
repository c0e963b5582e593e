module consumer {
    requires io.github.tune4j.core;
    requires io.github.tune4j.testkit;
}
