package dev.stationmaster.engine.auth;

import dev.stationmaster.engine.subject.SubjectPattern;
import dev.stationmaster.engine.subject.SubjectTransform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Gives each account of a configuration its space of subjects.
public final class SubjectSpaces {
    private static final String GLOBAL = "$G";

    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, String> prefixes = new HashMap<>();
    private final Map<String, SubjectSpace> spaceOfUser = new HashMap<>();
    private final Map<String, SubjectSpace> spaces = new LinkedHashMap<>();
    private final List<Home> homes = new ArrayList<>();
    private final SubjectSpace others;

    /// An account that keeps streams.
    public record Home(SubjectSpace space, AccountLimits limits) {}

    /// @param jetstream whether the broker keeps streams
    /// @throws IllegalArgumentException when an account imports what is not exported to it
    public SubjectSpaces(List<Account> configured, boolean jetstream) {
        configured.forEach(account -> accounts.put(account.name(), account));
        int number = 0;
        for (String name : accounts.keySet()) {
            number++;
            prefixes.put(name, SubjectPattern.APART + Integer.toString(number) + ".");
        }
        for (Account account : configured) {
            SubjectSpace space = space(account);
            spaces.put(account.name(), space);
            account.users().forEach(user -> spaceOfUser.put(user, space));
            if (jetstream && account.jetstream()) {
                homes.add(new Home(space, account.limits()));
            }
        }
        others = configured.isEmpty()
                ? SubjectSpace.ALONE
                : spaces.getOrDefault(
                        GLOBAL, new SubjectSpace(GLOBAL, SubjectPattern.APART + "0.", List.of(), List.of()));
        if (jetstream && homes.isEmpty()) {
            homes.add(new Home(others, AccountLimits.NONE));
        }
    }

    /// None but the one that everybody shares.
    public static SubjectSpaces none() {
        return new SubjectSpaces(List.of(), true);
    }

    /// The accounts that keep streams; all clients together where no account is configured.
    public List<Home> homes() {
        return homes;
    }

    /// What stands in the router before the subjects of each account that neither has JetStream nor imports any.
    public List<String> prefixes() {
        return Stream.concat(spaces.values().stream(), Stream.of(others))
                .filter(space -> homes.stream().noneMatch(home -> home.space() == space))
                .filter(space -> !space.imports("$JS.API.>"))
                .map(SubjectSpace::prefix)
                .filter(prefix -> !prefix.isEmpty())
                .distinct()
                .toList();
    }

    /// The subjects of an account; empty when there is none of that name.
    public Optional<SubjectSpace> ofAccount(String name) {
        return Optional.ofNullable(name.equals(GLOBAL) ? others : spaces.get(name));
    }

    /// @param user name or public key
    SubjectSpace of(String user) {
        return spaceOfUser.getOrDefault(user, others);
    }

    private SubjectSpace space(Account account) {
        List<SubjectSpace.Import> services = new ArrayList<>();
        List<SubjectSpace.Import> streams = new ArrayList<>();
        for (Account.Import wanted : account.imports()) {
            checkExported(account, wanted);
            String to = wanted.to();
            String subject = wanted.subject();
            (wanted.stream() ? streams : services)
                    .add(new SubjectSpace.Import(
                            to,
                            subject,
                            prefixes.getOrDefault(wanted.account(), ""),
                            SubjectTransform.of(subject, numbered(to)),
                            SubjectTransform.of(to, numbered(subject))));
        }
        return new SubjectSpace(account.name(), prefixes.getOrDefault(account.name(), ""), services, streams);
    }

    private void checkExported(Account account, Account.Import wanted) {
        Account exporter = accounts.get(wanted.account());
        boolean exported = exporter != null
                && exporter.exports().stream()
                        .anyMatch(export -> export.stream() == wanted.stream()
                                && SubjectPattern.isSubset(wanted.subject(), export.subject())
                                && (export.accounts().isEmpty()
                                        || export.accounts().contains(account.name())));
        if (!exported) {
            throw new IllegalArgumentException("account '" + account.name() + "' imports '" + wanted.subject()
                    + "' from account '" + wanted.account() + "', which does not export it to that account");
        }
    }

    /// The pattern as a destination: its stars by number.
    private static String numbered(String pattern) {
        String[] tokens = pattern.split("\\.", -1);
        int star = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i].equals("*")) {
                star++;
                tokens[i] = "$" + star;
            }
        }
        return String.join(".", tokens);
    }
}
