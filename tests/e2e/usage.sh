# Exit statuses and help.
expect_status 2 cordon
expect_status 2 cordon no-such-command
expect_status 2 cordon screen
expect_status 2 cordon screen X --as-of yesterday
expect_status 0 cordon --help
expect_text "First steps" <"$WORK/stdout"
expect_status 0 cordon screen --help
expect_status 1 cordon screen "Nobody"
expect_text "no list is loaded" <"$WORK/stderr"
expect_status 0 cordon sources --format json
expect_status 0 cordon doctor --format json
expect_status 0 cordon compare "Vladimir Putin" "PUTIN, Vladimir Vladimirovich" --format json
