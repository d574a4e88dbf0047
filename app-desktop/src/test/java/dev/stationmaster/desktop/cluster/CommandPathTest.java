package dev.stationmaster.desktop.cluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class CommandPathTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.stationmaster.desktop.cluster", "dev.stationmaster.desktop.cli");

    @Test
    void noToolkitOnTheCommandLine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "org.controlsfx..", "dev.stationmaster.desktop.shell..")
                .because("the command line and the supervisor start without a display")
                .check(CLASSES);
    }

    @Test
    void theSupervisorKnowsOnlyTheFacesOfOtherModules() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.stationmaster.engine.*..",
                        "dev.stationmaster.metadata.*..",
                        "dev.stationmaster.gateway.boot..",
                        "dev.stationmaster.gateway.http..")
                .because("they are other processes")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("..cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..cli..")
                .because("the command line is over the supervisor")
                .check(CLASSES);
    }
}
