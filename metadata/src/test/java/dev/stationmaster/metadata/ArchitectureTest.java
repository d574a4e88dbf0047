package dev.stationmaster.metadata;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.stationmaster.metadata");

    @Test
    void roomsBesideTheFaceHaveNoCycles() {
        slices().matching("dev.stationmaster.metadata.(*)..")
                .should()
                .beFreeOfCycles()
                .because("the face names all rooms in its factories, but the rooms stay apart")
                .check(CLASSES);
    }

    @Test
    void databaseLibrariesStayInTheirRooms() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..metadata.postgres..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jdbi..", "com.zaxxer..", "org.flywaydb..")
                .because("stores are used through their interfaces")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("..metadata.postgres..", "..metadata.embedded..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.postgresql..")
                .because("SQL is beside the stores")
                .check(CLASSES);
    }

    @Test
    void onlyTheEmbeddedRoomStartsProcesses() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..metadata.embedded..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .because("a store must not fork")
                .check(CLASSES);
    }
}
