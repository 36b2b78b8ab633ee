//! The lists of promises, one macro for each kind of fixture.

/// Every promise of every store port. The fixture answers `(StoreWorld, guard)` over a fresh, empty store.
#[macro_export]
macro_rules! store_contract {
    ($fixture:path) => {
        $crate::promises!($fixture, events:
            an_unknown_event_is_none,
            an_event_with_everything_comes_back_unchanged,
            an_event_with_little_comes_back_unchanged,
            every_auto_reply_survives,
            every_state_of_an_event_survives,
            the_edges_of_time_survive,
            ten_thousand_four_byte_characters_survive,
            a_known_event_is_a_duplicate,
            a_saved_change_is_read_back,
            a_dropped_event_transaction_leaves_nothing,
            a_transaction_reads_its_own_writes,
            a_lost_update_of_an_event_is_a_conflict,
            twenty_writers_of_one_event_lose_no_update,
            seats_taken_are_those_of_the_roll,
            capacity_never_falls_below_the_seats_taken_meanwhile,
            a_new_event_has_an_empty_roll,
            a_deleted_event_is_out_of_sight_but_known,
            a_scene_code_comes_back_unchanged,
            a_known_scene_or_code_is_a_duplicate,
            scenes_compare_exactly,
            a_scene_is_taken_once_by_twenty,
            a_commit_keeps_event_log_and_jobs_together,
        );
        $crate::promises!($fixture, event_reads:
            an_event_is_shown_with_its_counters,
            events_are_listed_in_every_order,
            equal_entries_are_on_one_page_only,
            events_of_one_instant_are_visited_once_by_cursor,
            a_search_finds_parts_of_title_and_location,
            a_search_takes_wildcards_for_plain_text,
            events_are_filtered_by_state_and_time,
            event_pages_by_number_and_cursor_agree,
            cursors_visit_every_event_once_while_events_are_added,
            a_page_beyond_the_end_is_empty,
            a_full_last_page_leads_nowhere,
            scene_codes_are_listed_newest_first,
        );
        $crate::promises!($fixture, channels:
            a_channel_and_its_codes_come_back,
            channels_change_by_version,
            a_scene_belongs_to_one_code,
            codes_of_every_kind_are_listed,
            a_channels_scene_leads_to_its_event,
            a_code_is_made_anew_once,
            a_code_left_behind_is_taken_again,
            an_events_list_shows_the_renewed_code,
            scans_are_counted_once,
            scans_that_lead_nowhere_are_counted,
            counted_marks_are_forgotten_by_age,
        );
        $crate::promises!($fixture, materials:
            a_material_comes_back_unchanged,
            an_account_has_a_file_once_a_kind,
            a_file_brought_by_twenty_is_added_once,
            a_lost_update_of_a_material_is_a_conflict,
            uploads_come_back_unchanged,
            an_upload_is_claimed_by_one_of_twenty,
            a_removed_material_is_gone_with_its_uploads,
            materials_are_listed_newest_first,
            a_material_commits_with_its_log_and_jobs,
            only_a_kept_file_can_be_named,
            a_file_goes_with_its_last_name,
            letting_go_and_naming_exclude_each_other,
        );
        $crate::promises!($fixture, directory:
            scenes_lead_to_their_events,
            no_scenes_and_no_codes_lead_nowhere,
            a_card_tells_all_the_chat_shows,
            interaction_codes_compare_without_ascii_case_only,
            at_most_twenty_events_share_a_code_latest_first,
            a_changed_interaction_code_replaces_the_old_one,
        );
        $crate::promises!($fixture, history:
            a_log_entry_comes_back_unchanged,
            history_is_about_one_event,
            places_in_the_log_ascend,
            a_stream_has_each_version_once,
            versions_of_different_streams_do_not_clash,
            a_version_is_written_once_by_ten,
            history_pages_by_number_and_cursor_agree,
            cursors_visit_every_log_entry_once_while_entries_are_added,
            appending_no_entries_does_nothing,
        );
        $crate::promises!($fixture, attendance:
            rolls_come_with_the_rules_in_force,
            saved_rolls_are_read_back,
            the_last_seat_is_taken_once_by_twenty,
            twenty_seats_are_taken_by_twenty,
            one_person_asking_ten_times_at_once_has_one_seat,
            rolls_of_two_events_locked_by_twenty_do_not_hang,
            a_registration_comes_back_unchanged,
            a_registration_of_somebody_who_came_comes_back_unchanged,
            one_person_has_one_registration_per_event,
            a_registration_is_stored_once_by_ten_without_a_lock,
            people_compare_exactly,
            people_are_found_by_pairs_not_by_parts,
            a_repeated_question_has_one_answer,
            a_check_in_comes_back_unchanged,
            scans_are_found_by_pairs_not_by_parts,
            an_attendee_and_a_scan_check_in_once,
            a_lost_check_in_is_a_conflict,
            a_ticket_lets_in_once_at_twenty_gates,
            a_dropped_attendance_transaction_leaves_nothing,
            a_book_reads_its_own_writes,
            empty_slices_do_nothing,
            a_thousand_people_fit_into_one_transaction,
        );
        $crate::promises!($fixture, attendance_reads:
            attendees_belong_to_their_event,
            attendee_pages_by_number_and_cursor_agree,
            cursors_visit_every_attendee_once_while_people_register,
            attendees_are_filtered_by_whether_they_came,
            attendees_are_searched_from_the_beginning_exactly,
            a_search_goes_together_with_who_came,
            check_ins_are_listed_newest_first,
            counters_tell_seats_people_and_the_latest,
            an_unknown_event_has_no_counters,
        );
        $crate::promises!($fixture, outbox:
            a_claimed_job_is_the_one_enqueued,
            a_job_of_a_rolled_back_transaction_is_never_claimed,
            a_job_is_not_claimed_before_it_is_due,
            no_more_jobs_are_claimed_than_wanted,
            the_longest_due_job_is_claimed_first,
            each_job_is_claimed_by_one_of_ten_relays,
            a_job_committed_late_is_still_claimed,
            a_claimed_job_comes_back_after_its_lease,
            a_relayed_job_is_gone,
            a_job_given_back_is_claimed_at_once,
            an_attempt_is_kept_once,
            attempts_of_one_job_are_kept_apart,
            an_attempt_enqueued_by_twenty_is_kept_once,
            a_thousand_jobs_fit_into_one_call,
            empty_and_unknown_jobs_change_nothing,
            jobs_committed_amid_claims_are_claimed_once,
        );
        $crate::promises!($fixture, dead_letters:
            a_dead_letter_comes_back_unchanged,
            a_job_is_buried_once,
            a_job_buried_by_ten_lies_there_once,
            dead_letters_are_listed_newest_first,
            a_replayed_job_is_due_as_its_first_attempt,
            a_dead_letter_is_replayed_once_by_ten,
            a_dropped_letter_is_gone,
        );
        $crate::promises!($fixture, messages:
            a_message_comes_back_unchanged,
            a_redelivery_is_counted_and_told_the_first,
            a_message_delivered_by_twenty_is_recorded_once,
            a_message_twice_in_a_batch_is_recorded_once,
            overlapping_batches_of_twenty_record_each_message_once,
            different_messages_of_one_second_are_both_recorded,
            a_message_recorded_with_its_answer_is_settled,
            every_answer_comes_back_unchanged,
            what_must_be_noted_is_read_back,
            the_first_answer_of_a_message_stays,
            answers_come_in_the_order_of_the_batch,
            one_of_twenty_answers_counts,
            jobs_of_repeated_records_and_late_answers_are_not_enqueued,
            a_message_tells_where_it_stands,
            a_stale_message_is_taken_over_whole,
            stale_messages_are_found,
            a_stale_message_is_taken_over_by_one_of_ten,
            empty_batches_of_messages_do_nothing,
            five_hundred_messages_fit_into_one_batch,
            messages_are_filtered,
            message_pages_by_number_and_cursor_agree,
        );
        $crate::promises!($fixture, accounts:
            an_account_comes_back_unchanged,
            applications_of_one_corporation_are_several_accounts,
            a_known_account_is_a_duplicate,
            an_account_is_added_once_by_ten,
            a_removed_account_is_gone,
            a_lost_update_of_an_account_is_a_conflict,
            twenty_writers_of_one_account_lose_no_update,
            a_dropped_account_transaction_leaves_nothing,
            each_change_of_accounts_has_its_revision,
            the_newest_message_of_an_account_is_told,
            sightings_are_remembered,
        );
        $crate::promises!($fixture, rules:
            a_rule_of_every_kind_comes_back_unchanged,
            every_answer_of_a_rule_comes_back_unchanged,
            rules_belong_to_their_account,
            a_known_rule_is_a_duplicate,
            a_lost_update_of_a_rule_is_a_conflict,
            a_deleted_rule_is_gone_and_is_deleted_once,
            each_change_turns_the_book_over,
            a_dropped_rules_transaction_leaves_nothing,
            rules_are_counted_and_never_more_than_twenty_let_in,
            five_hundred_rules_are_one_book,
        );
        $crate::promises!($fixture, mass:
            a_mass_message_with_everything_comes_back_unchanged,
            a_known_mass_message_is_a_duplicate,
            a_lost_update_of_a_mass_message_is_a_conflict,
            one_of_twenty_changes_of_a_mass_message_wins,
            a_mass_message_commits_with_its_log_jobs_and_people,
            a_list_of_people_is_replaced_continued_and_forgotten,
            wechats_number_finds_its_mass_message,
            a_deleted_mass_message_leaves_nothing,
            mass_messages_are_listed,
            the_first_report_on_a_mass_message_stays,
            what_happens_at_wechat_alone_is_noted,
        );
        $crate::promises!($fixture, menus:
            an_account_without_menus_has_none,
            menus_with_everything_come_back_unchanged,
            an_account_has_its_menus_once,
            a_lost_update_of_menus_is_a_conflict,
            twenty_editors_of_menus_lose_no_update,
            a_menu_commits_with_its_log_and_jobs,
            a_dropped_menus_transaction_leaves_nothing,
        );
        $crate::promises!($fixture, notifications:
            a_delivery_comes_back_unchanged,
            an_unknown_delivery_is_none,
            a_known_cause_makes_no_second_delivery,
            causes_compare_exactly,
            a_cause_added_by_twenty_makes_one_delivery,
            adding_no_deliveries_does_nothing,
            a_lost_update_of_a_delivery_is_a_conflict,
            one_of_twenty_workers_begins_an_attempt,
            a_report_finds_its_delivery,
            deliveries_are_filtered,
            delivery_pages_by_number_and_cursor_agree,
        );
        $crate::promises!($fixture, messaging:
            every_channel_comes_back_unchanged,
            many_deliveries_are_found_at_once,
            a_batch_stores_each_change_that_fits,
            each_delivery_of_overlapping_batches_is_begun_once,
            a_template_comes_back_and_changes,
            a_template_is_kept_once,
            consents_are_counted_once_and_in_order_of_time,
            consents_noted_by_twenty_all_count,
            a_broadcast_comes_back_with_its_people,
            a_page_of_people_is_stored_whole_or_not_at_all,
            deliveries_of_a_broadcast_are_counted,
            broadcasts_are_listed_by_account_and_state,
        );
        $crate::promises!($fixture, identity:
            an_operator_comes_back_unchanged,
            a_store_tells_whether_it_has_operators,
            a_known_username_is_a_duplicate,
            usernames_with_and_without_accents_differ,
            a_username_is_taken_once_by_ten,
        );
        $crate::promises!($fixture, people:
            a_person_comes_back_with_everything,
            an_unknown_person_is_none,
            identities_and_unions_compare_exactly,
            an_identity_or_union_has_one_owner,
            a_merge_gives_everything_to_the_survivor,
            old_ids_lead_to_who_it_is_now,
            forgotten_unions_are_gone_from_everywhere,
            a_lost_update_of_a_person_is_a_conflict,
            a_dropped_people_transaction_leaves_nothing,
            an_identity_is_seen_first_by_one_of_twenty,
            chains_of_merges_by_twenty_leave_one_person,
        );
        $crate::promises!($fixture, articles:
            a_draft_with_everything_comes_back_unchanged,
            a_draft_is_its_accounts_and_can_be_removed,
            twenty_editors_of_a_draft_lose_no_update,
            drafts_are_listed_newest_first,
            wechats_ids_of_drafts_are_known,
            a_publication_with_everything_comes_back_unchanged,
            publications_are_listed_by_state_newest_first,
            wechats_ids_lead_to_publications,
            a_lost_update_of_a_publication_is_a_conflict,
            a_publication_commits_with_its_draft_log_and_jobs,
            the_first_report_on_a_publication_stays,
        );
        $crate::promises!($fixture, mini_program:
            the_newest_session_key_stays,
            the_newest_of_twenty_session_keys_stays,
            a_forgotten_session_key_is_gone,
            the_newest_phone_number_counts,
            a_person_has_one_phone_record,
            a_mini_program_code_comes_back_with_its_picture,
            only_scenes_of_ours_have_a_meaning,
            mini_program_codes_are_listed_and_counted,
            a_dropped_code_transaction_leaves_nothing,
            mini_program_links_are_listed,
            a_content_check_comes_back_and_changes_by_version,
            content_checks_are_listed_by_outcome,
            a_content_check_is_concluded_by_one_of_twenty,
            the_first_verdict_stays_until_it_is_old,
        );
        $crate::promises!($fixture, staff:
            a_message_to_members_comes_back_unchanged,
            a_task_id_names_one_message_of_an_account,
            an_attempt_to_send_is_kept_for_a_successor,
            recipients_are_settled_and_found_by_outcome,
            messages_to_members_are_listed_newest_first,
            answers_on_cards_are_kept_once_and_changed_one_by_one,
            an_operator_is_found_by_the_member_they_are,
            a_member_is_one_of_ten_operators,
        );
        $crate::promises!($fixture, interactions:
            the_newest_message_and_event_are_found,
            reports_of_the_platform_hide_nothing,
            a_tap_on_a_menu_item_is_no_message,
            people_and_accounts_have_their_own_interactions,
        );
        $crate::promises!($fixture, followers:
            a_follower_comes_back_unchanged,
            a_person_follows_an_account_once,
            a_lost_update_of_a_follower_is_a_conflict,
            followers_are_filtered,
            follower_pages_by_number_and_cursor_agree,
            people_who_follow_are_walked,
            unlisted_followers_are_found,
            a_black_list_is_emptied,
            a_dropped_follower_transaction_leaves_nothing,
            a_synchronisation_comes_back_unchanged,
            a_step_is_taken_by_one_of_twenty,
            forgotten_tags_are_gone_from_followers,
            tags_are_given_to_those_who_follow,
            a_tag_run_comes_back_with_its_people,
            erased_messages_leave_no_words_and_stay_known,
        );
        $crate::promises!($fixture, wecom:
            a_member_comes_back_unchanged,
            letters_case_makes_no_other_member,
            members_are_filtered,
            unlisted_members_are_found,
            departments_come_back_and_are_walked,
            a_contact_comes_back_with_its_relations,
            contacts_are_filtered,
            unlisted_contacts_are_found,
            contacts_of_a_member_are_found,
            users_of_a_synchronisation_are_walked,
            a_corporations_synchronisation_comes_back,
            a_corporations_step_is_taken_by_one_of_twenty,
            a_welcome_message_comes_back_and_changes_by_version,
            the_ends_of_welcomes_are_counted,
            a_dropped_corp_transaction_leaves_nothing,
        );
        $crate::promises!($fixture, idempotency:
            the_first_request_runs_and_the_next_waits,
            the_same_request_gets_the_first_answer,
            another_body_under_the_same_key_is_told,
            keys_and_scopes_compare_exactly,
            the_longest_scope_and_key_are_kept,
            one_of_twenty_requests_runs,
            the_successor_of_a_dead_request_inherits_its_id,
            an_abandoned_request_runs_again_under_its_id,
            old_requests_are_purged,
        );
    };
}

/// The promises of the job queue. The fixture answers `(Arc<dyn JobQueue>, guard)` over a fresh, empty queue, whose
/// leases, where it has any, last at least a minute.
#[macro_export]
macro_rules! job_queue_contract {
    ($fixture:path) => {
        $crate::promises!($fixture, job_queue:
            a_received_job_is_the_one_pushed,
            a_pushed_job_is_received_once,
            a_settled_job_never_comes_again,
            a_job_given_back_comes_again,
            unknown_receipts_and_empty_calls_do_nothing,
            an_empty_queue_answers_with_nothing,
            a_waiting_worker_is_woken_by_a_push,
            no_more_jobs_are_handed_out_than_wanted,
            jobs_come_roughly_by_age,
            concurrent_workers_share_without_duplicates,
            jobs_pushed_by_twenty_all_arrive,
            the_depth_tells_what_waits,
        );
    };
}

/// What becomes of jobs whose worker died. The fixture answers `((doomed, survivor), guard)`: two `Arc<dyn JobQueue>`s
/// on one fresh, empty queue, as two processes would have them. Dropping `doomed` is its death; leases, where there
/// are any, last at most 2 seconds.
#[macro_export]
macro_rules! job_queue_recovery_contract {
    ($fixture:path) => {
        $crate::promises!($fixture, job_queue:
            a_dead_workers_job_goes_to_another,
            two_processes_share_one_queue,
        );
    };
}

/// The promises of the token store. The fixture answers `(Arc<dyn AccessTokenStore>, guard)` over a fresh, empty
/// store whose clock runs.
#[macro_export]
macro_rules! token_store_contract {
    ($fixture:path) => {
        $crate::promises!($fixture, tokens:
            an_unknown_app_has_no_token,
            a_token_comes_back_whatever_its_age,
            a_lease_belongs_to_its_holder,
            one_of_twenty_gets_the_lease,
            putting_a_token_frees_the_lease,
            a_put_without_the_lease_changes_nothing,
            a_lease_passes,
            a_put_after_the_lease_passed_changes_nothing,
            a_put_over_a_successor_changes_nothing,
            a_lease_is_renewed_by_its_holder,
            a_lease_is_released_by_its_holder_only,
            only_the_named_token_is_invalidated,
            a_token_is_invalidated_once_by_twenty,
        );
    };
}

/// The promises of the rate limiter. The fixture answers `(Arc<dyn RateLimiter>, guard)` over a fresh, empty store
/// whose clock runs.
#[macro_export]
macro_rules! rate_limiter_contract {
    ($fixture:path) => {
        $crate::promises!($fixture, rate:
            a_limit_is_reached_exactly,
            a_denial_tells_when_to_come_back,
            a_peek_does_not_count,
            each_key_has_its_own_window,
            a_limit_of_zero_grants_nothing,
            a_limit_holds_for_fifty_at_once,
            a_window_ends_while_somebody_keeps_trying,
        );
    };
}

/// The promises of sign-ins under way. The fixture answers `(Arc<dyn LoginStates>, guard)` over a fresh, empty store
/// whose clock runs.
#[macro_export]
macro_rules! login_states_contract {
    ($fixture:path) => {
        $crate::promises!($fixture, login_states:
            an_unknown_login_is_none,
            a_login_is_taken_once,
            one_of_twenty_takes_a_login,
            an_ended_login_tells_its_end,
            a_login_given_back_is_taken_again,
            a_forgotten_login_is_gone,
            a_login_runs_out,
        );
    };
}

/// Every promise about the statistics of calls. The fixture answers `(ApiHealthWorld, guard)` without any.
#[macro_export]
macro_rules! api_health_contract {
    ($fixture:path) => {
        $crate::promises!($fixture, api_health:
            nothing_reported_is_nothing_read,
            reports_of_many_processes_add_up,
            calls_are_summed_by_api_since_an_instant,
            accounts_and_apis_are_kept_apart,
            an_error_comes_back_unchanged,
            the_newest_errors_of_each_api_are_kept,
            old_minutes_are_forgotten,
            a_large_report_is_taken_whole,
        );
    };
}

/// Every promise of the ports through which WeChat is asked, but for tickets. The fixture answers
/// `(WechatWorld, guard)`.
#[macro_export]
macro_rules! wechat_contract {
    ($fixture:path) => {
        $crate::promises!($fixture, wechat:
            a_text_reaches_its_person,
            a_template_message_reaches_its_person_and_has_an_id,
            a_template_message_that_is_repeated_reaches_its_person_once,
            a_subscribe_notification_reaches_its_person,
            a_scene_code_can_be_shown,
            a_tag_can_be_given_again,
            a_session_that_was_begun_holds,
            a_page_code_names_its_person_once,
            wechats_page_brings_the_state_back,
            an_old_token_is_replaced_unnoticed,
            a_token_rejected_twice_waits,
            refusals_name_who_can_act,
            what_passes_says_how_long_to_wait,
            a_spent_quota_waits_for_the_next_day,
            a_page_leaves_it_open,
            an_error_of_a_gateway_leaves_it_open,
            a_truncated_answer_leaves_it_open,
            an_answer_of_other_types_leaves_it_open,
            a_connection_lost_before_the_effect_leaves_it_open,
            a_connection_lost_after_the_effect_leaves_it_open,
            a_slow_answer_leaves_it_open,
            odd_but_good_answers_are_good,
        );
    };
}

/// Every promise of a platform that remembers what it was asked: menus, followers, Mini Programs, files, articles, mass
/// messages. The fixture answers
/// `(WechatWorld, guard)`.
#[macro_export]
macro_rules! wechat_platform_contract {
    ($fixture:path) => {
        $crate::promises!($fixture, wechat:
            a_menu_is_there_from_its_creation_to_its_deletion,
            conditional_menus_come_and_go_one_by_one,
            a_person_sees_the_menu_that_is_meant_for_them,
            the_list_has_every_follower_once,
            a_profile_shows_what_was_noted,
            a_tag_lives_from_its_making_to_its_deletion,
            a_tag_of_the_platform_cannot_be_changed,
            the_black_list_has_who_is_blocked,
            a_text_is_judged,
            checks_of_pictures_have_names_of_their_own,
            a_link_can_be_opened,
            a_permanent_copy_counts_until_it_is_deleted,
            every_copy_of_a_file_has_a_name_of_its_own,
            a_deleted_copy_is_unknown,
            a_draft_is_there_from_its_making_to_its_deletion,
            an_article_of_a_draft_is_replaced,
            an_unknown_draft_or_publication_is_refused,
            a_publication_uses_its_draft_up_and_is_found,
            published_articles_are_taken_back,
            a_mass_message_of_one_name_is_sent_once,
            a_mass_message_without_an_answer_is_repeated_and_sent_once,
            a_mass_message_uses_its_draft_up_and_is_recognised_without_it,
            a_mass_message_is_looked_at_until_it_is_taken_back,
            a_preview_reaches_its_person_alone,
            mass_messages_are_as_fast_as_was_set,
        );
    };
}

/// Every promise of a corporation at WeCom that remembers what it was asked. The fixture answers `(WechatWorld, guard)`.
#[macro_export]
macro_rules! wecom_contract {
    ($fixture:path) => {
        $crate::promises!($fixture, wechat:
            a_message_reaches_whom_it_can_and_names_the_others,
            a_message_to_nobody_is_refused,
            a_message_that_is_sent_again_arrives_once,
            a_message_that_is_taken_back_is_gone,
            an_answer_changes_its_card_once,
            wecoms_page_brings_the_state_back,
            a_staff_code_names_its_member_once,
            an_outsider_is_no_member,
            departments_form_a_tree_from_the_root,
            members_are_told_by_department,
            a_member_is_known_until_they_leave,
            the_list_of_ids_has_every_member,
            a_page_of_contacts_leads_to_the_next,
            a_contact_is_told_with_everybody_who_knows_them,
            a_member_without_contacts_is_no_failure,
            a_welcome_code_is_good_once,
        );
    };
}

/// Every promise of a client that knows the products of its accounts. The fixture answers `(WechatWorld, guard)`.
#[macro_export]
macro_rules! wecom_products_contract {
    ($fixture:path) => {
        $crate::promises!($fixture, wechat: an_official_account_is_no_corporation);
    };
}

/// Every promise of a platform that knows which codes it gave. The fixture answers `(WechatWorld, guard)`.
#[macro_export]
macro_rules! wechat_codes_contract {
    ($fixture:path) => {
        $crate::promises!($fixture, wechat:
            a_login_code_names_its_visitor_once,
            a_code_that_was_never_given_names_nobody,
        );
    };
}

/// Every promise of the tickets for pages. The fixture answers `(WechatWorld, guard)`.
#[macro_export]
macro_rules! wechat_ticket_contract {
    ($fixture:path) => {
        $crate::promises!($fixture, wechat:
            a_ticket_is_the_same_for_everybody_who_asks,
            a_ticket_is_not_shown,
        );
    };
}

/// Every promise of a file store. The fixture answers `Arc<dyn FileStore>` over nothing.
#[macro_export]
macro_rules! files_contract {
    ($fixture:path) => {
        $crate::promises!($fixture, files:
            an_unknown_file_is_none,
            a_file_comes_back_unchanged,
            twenty_megabytes_come_back_unchanged,
            a_file_put_twice_is_there_once,
            files_do_not_touch_each_other,
            a_deleted_file_comes_again,
            a_file_put_by_ten_at_once_is_whole,
        );
    };
}
