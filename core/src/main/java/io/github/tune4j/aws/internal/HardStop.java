package io.github.tune4j.aws.internal;

import io.github.tune4j.run.Budget;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to the belongings of a session when its budget stops the run: leases end, jobs are named. */
public final class HardStop implements Budget.Ending {
    private static final Logger log = LoggerFactory.getLogger(HardStop.class);

    private final Connection connection;
    private final boolean stopsJobs;

    /**
     * For a session.
     *
     * @param connection what it is inside
     * @param stopsJobs whether jobs are stopped, too
     */
    public HardStop(Connection connection, boolean stopsJobs) {
        this.connection = connection;
        this.stopsJobs = stopsJobs;
    }

    @Override
    public List<String> end() {
        List<String> running = connection.begunWork().running(stopsJobs);
        log.warn(
                "The budget stops the run: what it leases ends{}",
                running.isEmpty() ? "" : "; left running: " + running);
        connection.belongings().closeLeases();
        return running;
    }
}
