package dev.stationmaster.engine.router;

/// Interest of one subscriber in one subject pattern; the queue group is `""` where there is none.
public interface Subscription {
    String pattern();

    String queue();

    Subscriber subscriber();
}
